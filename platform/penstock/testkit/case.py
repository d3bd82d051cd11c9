"""A test case of a job as a value: the input of each source, when it arrives, and the expected output."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError, field_validator

from penstock.hashing import digest
from penstock.testkit import arrival_plan
from penstock.testkit.comparison import Expected

Name = Annotated[str, Field(min_length=1, max_length=200)]
CaseDocument = Mapping[str, JsonValue]
"""The JSON form of a test case; `load` says whether it is one."""
MAX_EXPECTED_ROWS = 10_000


class CaseError(ValueError):
    """The document is no test case. `fields` has a sentence by the place that it is about."""

    def __init__(self, fields: dict[str, str]) -> None:
        super().__init__(" ".join(f"{place}: {sentence}" for place, sentence in fields.items()))
        self.fields = fields


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Input(_Value):
    """What feeds one source: a version of a pack (None: the latest when it runs) in an arrival plan."""

    pack: UUID
    version: int | None = Field(default=None, ge=1)
    arrival: dict[str, Any] = Field(default_factory=dict)

    @field_validator("arrival")
    @classmethod
    def _is_a_plan(cls, document: dict[str, Any]) -> dict[str, Any]:
        arrival_plan.load(document)  # its error is a sentence
        return document


class CaseLimits(_Value):
    """What a run may take: seconds, captured rows in all, and MiB of them."""

    seconds: int = Field(default=30, ge=1, le=300)
    rows: int = Field(default=100_000, ge=1, le=100_000)
    megabytes: int = Field(default=8, ge=1, le=8)


class Case(_Value):
    """A test case. Names are those of the graph's nodes: inputs by source, expected by sink or tapped node.

    `taps` are nodes in between whose rows are wanted. With `real_time` the run waits between rows as long as
    their arrivals lie apart, for jobs that follow the clock.
    """

    inputs: dict[Name, Input] = Field(default_factory=dict, max_length=100)
    expected: dict[Name, Expected] = Field(default_factory=dict, max_length=100)
    taps: tuple[Name, ...] = Field(default=(), max_length=100)
    limits: CaseLimits = CaseLimits()
    real_time: bool = False

    @field_validator("expected")
    @classmethod
    def _not_too_much(cls, expected: dict[str, Expected]) -> dict[str, Expected]:
        for name, one in expected.items():
            if len(one.rows) > MAX_EXPECTED_ROWS:
                sentence = f"{name} expects {len(one.rows)} rows; a case takes up to {MAX_EXPECTED_ROWS}"
                raise ValueError(sentence)
        return expected

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, complete with defaults."""
        return self.model_dump(mode="json")

    def digest(self) -> str:
        """SHA-256 of the content, whatever the order of its keys."""
        return digest(self.to_dict())


def load(document: CaseDocument) -> Case:
    """The case that a document describes.

    Raises:
        CaseError: The document is wrong; the exception names the places.
    """
    try:
        return Case.model_validate(document)
    except ValidationError as error:
        raise CaseError(
            {
                ".".join(str(part) for part in one["loc"]) or "case": _format_message(one["msg"])
                for one in error.errors(include_url=False, include_input=False)
            }
        ) from None


def _format_message(message: str) -> str:
    text = message.removeprefix("Value error, ")
    return text if text.endswith(".") else f"{text}."
