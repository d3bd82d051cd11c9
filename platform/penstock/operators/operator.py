"""What every operator kind is made of: ports, typed parameters, and how it becomes SQL.

A kind is one module with a class `Kind(Operator)`. From that declaration come the palette, the form, the
validation, the reference page and the SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticUndefined

from penstock.graph.document import Node, Settings
from penstock.graph.problems import Problem
from penstock.operators.bindings import Bindings, Column
from penstock.operators.record_schema import RecordSchema
from penstock.operators.statement import Statement

VisibleWhen = Mapping[str, str | list[str]]
"""When a field is shown: for each name (a parameter, or `job.time`) the value or values that it must have."""


@dataclass(frozen=True, slots=True)
class Port:
    """A place where edges begin or end. `many`: takes more than one edge."""

    name: str
    label: str
    many: bool = False
    required: bool = True


@dataclass(frozen=True, slots=True)
class Ports:
    """The input and output ports of a kind."""

    inputs: tuple[Port, ...] = ()
    outputs: tuple[Port, ...] = ()

    def input(self, name: str) -> Port | None:
        """The input port of that name."""
        return next((p for p in self.inputs if p.name == name), None)

    def output(self, name: str) -> Port | None:
        """The output port of that name."""
        return next((p for p in self.outputs if p.name == name), None)


_OUT = (Port("out", "Output", many=True, required=False),)
SOURCE = Ports(outputs=_OUT)
TRANSFORM = Ports(inputs=(Port("in", "Input"),), outputs=_OUT)
SINK = Ports(inputs=(Port("in", "Input"),))


def param(
    title: str,
    text: str = "",
    *,
    default: Any = PydanticUndefined,
    widget: str | None = None,
    when: VisibleWhen | None = None,
    needed: bool = False,
    advanced: bool = False,
    placeholder: str | None = None,
    **bounds: Any,
) -> Any:
    """A parameter of an operator. `needed`: it must be given whenever `when` shows it; `advanced`: the form
    shows it only on demand, after all others.
    """
    hints = {"x-widget": widget, "x-when": dict(when) if when else None, "x-placeholder": placeholder}
    extra: dict[str, Any] = {key: value for key, value in hints.items() if value is not None}
    if needed:
        extra["x-needed"] = True
    if advanced:
        extra["x-advanced"] = True
    if default == [] or default == {}:
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
    def _leave_out_empty(cls, data: Any) -> Any:
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


@dataclass(frozen=True, slots=True)
class Input:
    """What arrives on a port: the name of the table or view, its columns where they are known, and the
    further names under which it can be read.

    `pending`: nothing is connected yet, or what is connected has problems of its own.
    """

    name: str
    columns: tuple[Column, ...] | None = None
    aliases: tuple[str, ...] = ()
    pending: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which it can be read."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Context:
    """What an operator may look at while it is checked and lowered."""

    settings: Settings
    bindings: Bindings
    inputs: Mapping[str, tuple[Input, ...]]

    @property
    def input(self) -> Input:
        """What arrives on the only port of an operator with one input."""
        return self.inputs["in"][0]


class Operator:
    """Base of the kinds. `kind` comes from the module's name: `kafka_source` is `kafka-source`."""

    kind: ClassVar[str] = ""
    label: ClassVar[str]
    group: ClassVar[str]
    icon: ClassVar[str]
    summary: ClassVar[str]
    ports: ClassVar[Ports]
    connectors: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[Mapping[str, Any]]
    """Parameters of a typical use; shown on the reference page and lowered in the snapshot test."""
    docs: ClassVar[str]
    """What the reference page says besides the table of parameters, in Markdown."""

    parameters: ClassVar[type[Parameters]] = Parameters

    def check(self, params: Any, context: Context) -> Iterator[Problem]:
        """What is wrong beyond the shape of the parameters. The problems need no node."""
        return iter(())

    def columns(self, params: Any, context: Context) -> tuple[Column, ...] | None:
        """The output columns, where they can be known without the planner."""
        return None

    def required_connectors(self, params: Any, context: Context) -> tuple[str, ...]:
        """The connectors that the job needs for this node."""
        return self.connectors

    def aliases(self, params: Any) -> tuple[str, ...]:
        """Names, besides the node's own, of views that lowering makes of the output; unique in a job."""
        return ()

    def check_input_schema(
        self, params: Any, context: Context, columns: tuple[Column, ...]
    ) -> Iterator[Problem]:
        """What is wrong with rows of these columns arriving; asked when the planner knows them."""
        return iter(())

    def record_schema(self, params: Any, context: Context) -> RecordSchema | None:
        """What a record consists of, for kinds that read a store; the bench makes up such records."""
        return None

    def lower(self, node: Node, params: Any, context: Context) -> Iterator[Statement]:
        """The statements that this node becomes, in order."""
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """The declaration as JSON, for palette, form and reference page."""
        return {
            "kind": self.kind,
            "label": self.label,
            "group": self.group,
            "icon": self.icon,
            "summary": self.summary,
            "ports": {
                "inputs": [asdict(p) for p in self.ports.inputs],
                "outputs": [asdict(p) for p in self.ports.outputs],
            },
            "params": self.parameters.model_json_schema(),
            "connectors": list(self.connectors),
            "example": dict(self.example),
            "docs": self.docs,
        }
