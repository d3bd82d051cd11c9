"""Arrival plans as documents: in which order and with which delays the rows of a source arrive.

Milliseconds of a plan are on the clock of `penstock.testkit.arrival`, which schedules rows by it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

MAX_MS = 366 * 86_400_000 * 10
"""Longest delay or gap: about ten years."""
MAX_LISTED = 1_000_000
Ms = Annotated[int, Field(ge=0, le=MAX_MS)]
RowIndex = Annotated[int, Field(ge=0)]


class ArrivalError(ValueError):
    """The plan is not valid, or does not fit these rows; the text says why."""


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Gap(_Value):
    """Everything that would arrive after `after_row` (its place in the pack) comes `idle_ms` later."""

    after_row: RowIndex
    idle_ms: Ms


class _Plan(_Value):
    gaps: tuple[Gap, ...] = Field(default=(), max_length=1000)


class InOrder(_Plan):
    """By event time. Rows of one time, and rows without a time, stay as in the pack."""

    mode: Literal["in-order"] = "in-order"


class Recorded(_Plan):
    """As in the pack, top to bottom; a row arrives no earlier than those above it."""

    mode: Literal["recorded"]


class Shuffled(_Plan):
    """Out of order by less than `bound_ms`: a watermark delay of that length makes no row late."""

    mode: Literal["shuffled"]
    bound_ms: Ms
    seed: int = 0


class Delayed(_Plan):
    """In order, but some rows come `by_ms` later: those in `rows`, or a share of all, drawn by the seed."""

    mode: Literal["delayed"]
    by_ms: Ms
    share: float | None = Field(default=None, ge=0, le=1)
    rows: tuple[RowIndex, ...] | None = Field(default=None, max_length=MAX_LISTED)
    seed: int = 0

    @model_validator(mode="after")
    def _one_of_both(self) -> Delayed:
        if (self.share is None) == (self.rows is None):
            raise ValueError("give either a share of the rows or the rows themselves")
        return self


class Explicit(_Plan):
    """Each row has its own arrival: milliseconds after the first event of the test.

    They are in `offsets`, one a row, or in a `column` of the pack, where a timestamp is absolute.
    """

    mode: Literal["explicit"]
    column: str | None = None
    offsets: tuple[Ms, ...] | None = Field(default=None, max_length=MAX_LISTED)

    @model_validator(mode="after")
    def _one_of_both(self) -> Explicit:
        if (self.column is None) == (self.offsets is None):
            raise ValueError("give either a column or one offset for each row")
        return self


Plan = Annotated[InOrder | Recorded | Shuffled | Delayed | Explicit, Field(discriminator="mode")]
_PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)


def load(document: object) -> Plan:
    """The plan that a document describes; an empty one is in order.

    Raises:
        ArrivalError: The document is wrong; the message names the place.
    """
    if not document:
        return InOrder()
    if isinstance(document, dict) and "mode" not in document:
        document = {"mode": "in-order", **document}
    try:
        return _PLAN.validate_python(document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"][1:])
        sentence = first["msg"].removeprefix("Value error, ")
        where = f"Arrival plan, {place}" if place else "Arrival plan"
        raise ArrivalError(f"{where}: {sentence}.") from None
