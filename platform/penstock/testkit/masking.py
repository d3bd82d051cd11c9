"""Masks: what is done to chosen columns before anybody keeps a row, so that packs hold no secrets of people.

A masked value still fits its column's type, and NULL stays NULL. Hashes are keyed: with one key equal values
of one type stay equal, so that joins find the same rows, while without the key no values can be tried out.
"""

from __future__ import annotations

import base64
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from penstock.operators.bindings import Column
from penstock.sql import types as sql_types
from penstock.sql.types import DataType

Rule = Literal["hash", "redact", "keep-last", "null"]
Masking = Callable[[Mapping[str, Any]], dict[str, Any]]
_Change = Callable[[Any], Any]

RULES: tuple[Rule, ...] = ("hash", "redact", "keep-last", "null")
MAX_KEPT = 100
_TEXTS = ("STRING", "VARCHAR", "CHAR")
_BYTES = ("BYTES", "VARBINARY", "BINARY")
_BITS = {"TINYINT": 7, "SMALLINT": 15, "INT": 31, "BIGINT": 63}
# As many as such a number counts exactly.
_WHOLE_BITS = {"FLOAT": 24, "DOUBLE": 53}
_REDACTED: dict[str, Any] = {
    "BOOLEAN": False, "FLOAT": 0.0, "DOUBLE": 0.0, "DATE": "1970-01-01", "TIME": "00:00:00",
    "TIMESTAMP": "1970-01-01 00:00:00", "TIMESTAMP_LTZ": "1970-01-01 00:00:00Z",
    "TINYINT": 0, "SMALLINT": 0, "INT": 0, "BIGINT": 0,
}  # fmt: skip
_HASH_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Mask:
    """What happens to one column: `keep` is how many characters or digits `keep-last` leaves."""

    column: str
    rule: Rule
    keep: int = 4


class MaskError(ValueError):
    """A mask that doesn't fit its column; the message is a sentence that names it."""


def build_masking(columns: Sequence[Column], masks: Sequence[Mask], key: bytes) -> Masking:
    """What masks a row of these columns.

    Rows hold values in the normal form that packs are kept in.

    Raises:
        MaskError: A mask does not fit its column.
    """
    types = {column.name: sql_types.parse(column.type) for column in columns}
    changes: dict[str, _Change] = {}
    for mask in masks:
        if mask.column not in types:
            raise MaskError(f"There is no column {mask.column!r} to be masked.")
        if mask.column in changes:
            raise MaskError(f"The column {mask.column!r} is masked twice.")
        changes[mask.column] = _build_change(mask, types[mask.column], key)

    def of(row: Mapping[str, Any]) -> dict[str, Any]:
        return {
            name: changes[name](value) if name in changes and value is not None else value
            for name, value in row.items()
        }

    return of


def _build_change(mask: Mask, type_: DataType, key: bytes) -> _Change:
    if mask.rule == "null":
        if not type_.nullable:
            raise MaskError(f"{mask.column!r} is NOT NULL: take another mask than NULL.")
        return lambda _: None
    if mask.rule == "redact":
        return lambda value: _redact(type_, value)
    if mask.rule == "keep-last":
        if not 0 <= mask.keep <= MAX_KEPT:
            raise MaskError(f"{mask.column!r}: from 0 to {MAX_KEPT} characters can be kept.")
        if type_.root not in (*_TEXTS, *_BITS):
            raise MaskError(
                f"{mask.column!r} is {type_.root}: only texts and whole numbers have an end to keep."
            )
        return lambda value: _keep_last(value, mask.keep)
    unfit = _find_unhashable(type_)
    if unfit:
        raise MaskError(f"{mask.column!r} holds {unfit}, whose few values a hash does not hide: redact it.")
    return lambda value: _hash_value(type_, value, key)


def _find_unhashable(type_: DataType) -> str | None:
    """The first type within that has so few values that a hash reveals them."""
    if type_.parts:
        return next((found for part in type_.parts if (found := _find_unhashable(part))), None)
    fits = type_.root in (*_TEXTS, *_BYTES, *_BITS, *_WHOLE_BITS, "DECIMAL")
    return None if fits else type_.root


def _hash_value(type_: DataType, value: Any, key: bytes) -> Any:
    if value is None:
        return None
    root, parts = type_.root, type_.parts
    if root == "ROW":
        fields = zip(type_.names, parts, strict=True)
        return {name: _hash_value(part, value.get(name), key) for name, part in fields}
    if root == "ARRAY":
        return [_hash_value(parts[0], item, key) for item in value]
    if root == "MAP":
        return {str(_hash_value(parts[0], k, key)): _hash_value(parts[1], v, key) for k, v in value.items()}
    if root == "MULTISET":
        return {str(_hash_value(parts[0], k, key)): count for k, count in value.items()}
    return _hash_scalar(type_, hmac.digest(key, _to_bytes(value), "sha256"))


def _hash_scalar(type_: DataType, digest: bytes) -> Any:
    root, longest = type_.root, type_.numbers[0] if type_.numbers else None
    if root in _TEXTS:
        return digest.hex()[:_HASH_LENGTH][:longest]
    if root in _BYTES:
        return base64.b64encode(digest[:longest]).decode()
    number = int.from_bytes(digest, "big")
    if root in _WHOLE_BITS:
        return float(number % 2 ** _WHOLE_BITS[root])
    return _format_decimal(type_, number) if root == "DECIMAL" else number % 2 ** _BITS[root]


def _to_bytes(value: object) -> bytes:
    return (value if isinstance(value, str) else json.dumps(value, sort_keys=True)).encode()


def _format_decimal(type_: DataType, number: int) -> str:
    digits, scale = (*type_.numbers, 0)[:2] if type_.numbers else (10, 0)
    text = str(number % 10**digits).zfill(scale + 1)
    return f"{text[:-scale]}.{text[-scale:]}" if scale else text


def _redact(type_: DataType, value: Any) -> Any:
    """The same for every value, whatever it was."""
    if value is None:
        return None
    if type_.root == "ROW":
        fields = zip(type_.names, type_.parts, strict=True)
        return {name: _redact(part, value.get(name)) for name, part in fields}
    if type_.parts:
        return [] if type_.root == "ARRAY" else {}
    if type_.root in _TEXTS:
        return "***"[: type_.numbers[0] if type_.numbers else None]
    if type_.root in _BYTES:
        return ""
    return _format_decimal(type_, 0) if type_.root == "DECIMAL" else _REDACTED[type_.root]


def _keep_last(value: str | int, keep: int) -> str | int:
    """The last characters or digits; of what is no longer than that, nothing."""
    if isinstance(value, str):
        hidden = len(value) - keep if len(value) > keep else len(value)
        return "*" * hidden + value[hidden:]
    digits = str(abs(value))
    return int(digits[-keep:]) if 0 < keep < len(digits) else 0
