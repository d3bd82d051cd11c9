"""Typed parameters of a kind: one declaration gives the form, the validation and the reference page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticUndefined

from penstock.graph.document import Settings

VisibleWhen = Mapping[str, str | list[str]]
"""When a field is shown: for each name (a parameter, or `job.time`) the value or values that it must have."""


def param(
    title: str,
    text: str = "",
    *,
    default: object = PydanticUndefined,
    widget: str | None = None,
    when: VisibleWhen | None = None,
    needed: bool = False,
    advanced: bool = False,
    placeholder: str | None = None,
    labels: Mapping[str, str] | None = None,
    **bounds: Any,
) -> Any:
    """A parameter of an operator, or a setting of a connection.

    Args:
        title: its label in the form.
        text: the help below it.
        default: its value when none is given; without one it is required.
        widget: the input that the form uses, such as `datasource:kafka`.
        when: the other values for which the form shows it.
        needed: it must be given whenever `when` shows it.
        advanced: the form shows it only on demand, after all others.
        placeholder: an example, shown in the empty input.
        labels: what the form shows for each of its values.
        bounds: pydantic's constraints, such as `min_length`.
    """
    hints = {
        "x-widget": widget,
        "x-when": dict(when) if when else None,
        "x-placeholder": placeholder,
        "x-labels": dict(labels) if labels else None,
    }
    extra: dict[str, Any] = {key: value for key, value in hints.items() if value is not None}
    if needed:
        extra["x-needed"] = True
    if advanced:
        extra["x-advanced"] = True
    if default in ([], {}):
        # pydantic would copy it deeply for each instance; the schema shows it all the same.
        extra["default"] = default
        bounds["default_factory"] = type(default)
    else:
        bounds["default"] = default
    return Field(title=title, description=text or None, json_schema_extra=extra or None, **bounds)


class Parameters(BaseModel):
    """Base of the parameters of a kind; an unknown one is an error that names it."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, data: object) -> object:
        # A form sends an empty field as "" or null; both mean that it was not filled in.
        if not isinstance(data, dict):
            return data
        names = _names(cls)
        return {k: v for k, v in data.items() if v not in ("", None) or k not in names}

    def hidden(self, name: str, settings: Settings) -> bool:
        """Whether the form hides the field, so that its value has no effect."""
        hints = _hints(type(self), name)
        return not all(
            self._matches(key, wanted, settings) for key, wanted in hints.get("x-when", {}).items()
        )

    def missing(self, settings: Settings) -> Iterator[str]:
        """Names of the fields that are shown, needed and empty."""
        for name in _needed(type(self)):
            if getattr(self, name) in (None, "", (), {}) and not self.hidden(name, settings):
                yield name

    def _matches(self, key: str, wanted: str | list[str], settings: Settings) -> bool:
        value = settings.time if key == "job.time" else getattr(self, key)
        return value in wanted if isinstance(wanted, list) else value == wanted


@cache
def _names(model: type[Parameters]) -> frozenset[str]:
    return frozenset(model.model_fields)


@cache
def _hints(model: type[Parameters], name: str) -> dict[str, Any]:
    extra = model.model_fields[name].json_schema_extra
    return extra if isinstance(extra, dict) else {}


@cache
def _needed(model: type[Parameters]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if "x-needed" in _hints(model, name))
