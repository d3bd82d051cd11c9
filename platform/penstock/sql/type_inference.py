"""Flink columns from sample records: what a topic's JSON seems to hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypedDict

from penstock.sql import quoting as sql

_DATE = re.compile(r"^\d{4}-\d{2}-\d{2}\Z")
# As Flink's JSON format reads it by default. ISO 8601 with a `T` needs another setting, so it stays text.
_TIMESTAMP = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,9})?\Z")
_LARGEST = 2**63 - 1
_DEEPEST = 8
_LONGEST_NAME = 200


class ColumnInfo(TypedDict):
    """A column as a store has it: its Flink type, whether it may be NULL, whether it is part of the key."""

    name: str
    type: str
    nullable: bool
    key: bool


def column_info(name: str, type: str, *, nullable: bool = True, key: bool = False) -> ColumnInfo:
    """A column that may be NULL and is no part of the key, unless said otherwise."""
    return {"name": name, "type": type, "nullable": nullable, "key": key}


def infer(records: Iterable[Mapping[str, Any]]) -> list[ColumnInfo]:
    """One column for each field that occurs, in the order of first occurrence."""
    values: dict[str, list[Any]] = {}
    count = 0
    for record in records:
        count += 1
        for name, value in record.items():
            values.setdefault(name, []).append(value)
    return [
        column_info(name, type_of(found), nullable=len(found) < count or None in found)
        for name, found in values.items()
        if _can_be_named(name)
    ]


def type_of(values: Sequence[Any], depth: int = 0) -> str:
    """The narrowest Flink type that all of these JSON values fit; STRING when they have nothing in common."""
    present = [value for value in values if value is not None]
    if not present or depth > _DEEPEST:
        return "STRING"
    if all(isinstance(value, bool) for value in present):
        return "BOOLEAN"
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in present):
        return _number(present)
    if all(isinstance(value, str) for value in present):
        return _text(present)
    if all(isinstance(value, Mapping) for value in present):
        return _row(present, depth)
    if all(isinstance(value, list) for value in present):
        return f"ARRAY<{type_of([item for value in present for item in value], depth + 1)}>"
    return "STRING"


def _number(values: Sequence[float]) -> str:
    if any(isinstance(value, float) for value in values):
        return "DOUBLE"
    return "BIGINT" if all(abs(value) <= _LARGEST for value in values) else "DECIMAL(38, 0)"


def _text(values: Sequence[str]) -> str:
    if all(_TIMESTAMP.match(value) for value in values):
        fraction = max(len(value.partition(".")[2]) for value in values)
        return f"TIMESTAMP({max(fraction, 3)})"
    return "DATE" if all(_DATE.match(value) for value in values) else "STRING"


def _row(values: Sequence[Mapping[str, Any]], depth: int) -> str:
    fields: dict[str, list[Any]] = {}
    for value in values:
        for name, inner in value.items():
            fields.setdefault(name, []).append(inner)
    # An object that no ROW can describe is read as its JSON text.
    if not fields or not all(map(_can_be_named, fields)):
        return "STRING"
    parts = [f"{sql.ident(name)} {type_of(inner, depth + 1)}" for name, inner in fields.items()]
    return f"ROW<{', '.join(parts)}>"


def _can_be_named(name: str) -> bool:
    """Whether Flink takes this key of a record for the name of a column."""
    return 0 < len(name) <= _LONGEST_NAME and not name.isspace() and not any(map(_breaks, name))


def _breaks(character: str) -> bool:
    return character < " " or character == "\x7f"
