"""Cells as they are compared: brought into one form by their type, and judged within a tolerance."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from penstock.sql.types import DataType
from penstock.testkit import timestamps, value_parsing

Canonical = Callable[[Any], Any]


class Tolerance(BaseModel):
    """By how much an actual cell may differ: numbers by the larger of both bounds, times by milliseconds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    absolute: float = Field(default=0, ge=0, allow_inf_nan=False)
    relative: float = Field(default=0, ge=0, lt=1, allow_inf_nan=False)
    ms: int = Field(default=0, ge=0)

    def bounds(self, expected: Decimal, is_time: bool) -> tuple[Decimal, Decimal]:
        """The least and the largest actual value that is taken for `expected`."""
        # Decimal, so that 0.8 and 0.7 are a tenth apart.
        near, share = Decimal(str(self.absolute)), Decimal(str(self.relative))
        by = Decimal(self.ms) if is_time else max(near, share * abs(expected))
        return expected - by, expected + by


EXACT = Tolerance()
_TIMES = ("TIMESTAMP", "TIMESTAMP_LTZ", "DATE")
_NUMBERS = ("TINYINT", "SMALLINT", "INT", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL")


def build_canonicalizer(type_: DataType | None) -> Canonical:
    """What turns a cell's JSON into a value that is equal to another when both mean the same.

    What does not fit the type stays as it is, and so differs from all that do.
    """
    if type_ is None:
        return lambda value: _to_hashable(_widen_float(value))
    read = value_parsing.value_parser(
        replace(type_, nullable=True), value_parsing.DEFAULT_OPTIONS, cell=False
    )
    root = type_.root

    def of(value: Any) -> Any:
        try:
            found = read(value)
        except ValueError:
            return _to_hashable(value)
        return Decimal(found) if root == "DECIMAL" and found is not None else _to_hashable(found)

    return of


def is_time(type_: DataType | None) -> bool:
    """Whether a tolerance in milliseconds is meant for cells of the type."""
    return type_ is not None and type_.root in _TIMES


def is_number(type_: DataType | None, value: object) -> bool:
    """Whether cells of the type (without one: the value) are numbers."""
    if type_ is not None:
        return type_.root in _NUMBERS
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def to_scale(type_: DataType | None, value: object) -> Decimal | None:
    """The value on the scale of its tolerance; None for what has none, such as NULL."""
    if value is None or isinstance(value, bool):
        return None
    if is_time(type_):
        try:
            return Decimal(timestamps.to_epoch_ms(str(value)))
        except ValueError:
            return None
    return Decimal(str(value)) if isinstance(value, int | float | Decimal) else None


def format_row(row: Mapping[str, Any], columns: tuple[str, ...]) -> str:
    """`city=Berlin, at=…` for a sentence."""
    return ", ".join(f"{name}={row.get(name)}" for name in columns)


def _widen_float(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, float) and value == value else value  # noqa: PLR0124 - NaN


def _to_hashable(value: object) -> object:
    if isinstance(value, dict | list):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    # True equals 1 in Python, but no BOOLEAN equals a number.
    return ("bool", value) if isinstance(value, bool) else value
