"""What Flink's datagen connector can make for a column, and the options that say it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from penstock.sql import types as sql_types

_WHOLE = ("TINYINT", "SMALLINT", "INT", "BIGINT")
_NUMBERS = (*_WHOLE, "FLOAT", "DOUBLE", "DECIMAL")
_TEXTS = ("STRING", "CHAR", "VARCHAR")
_TIMES = ("TIMESTAMP", "TIMESTAMP_LTZ")
_RANDOM = (*_NUMBERS, *_TEXTS, *_TIMES, "BOOLEAN")
_SEQUENCE = (*_NUMBERS, *_TEXTS)


def check_generator(column: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What is wrong with a column of the parameters: the field, and a sentence."""
    name, root = column["name"], sql_types.parse(column["type"]).root
    sequence = column["generator"] == "sequence"
    if root not in (_SEQUENCE if sequence else _RANDOM):
        yield "type", f"{name} is {column['type']}, of which no {column['generator']} values can be made."
        return
    if sequence:
        yield from _check_sequence(column)
    elif root not in _NUMBERS and (column["min"] is not None or column["max"] is not None):
        yield "min", f"{name} is {column['type']}; only numbers have a smallest and a largest value."
    if column["length"] is not None and (sequence or root != "STRING"):
        yield "length", f"{name}: only a random STRING takes a length."
    if column["disorder_ms"] is not None and root not in _TIMES:
        yield "disorder_ms", f"{name} is {column['type']}; only timestamps come out of order."
    if not sequence and None not in (column["min"], column["max"]) and column["min"] > column["max"]:
        yield "min", f"{name}: the smallest value is above the largest."
    if root in _WHOLE:
        for field in ("min", "max"):
            if column[field] is not None and not float(column[field]).is_integer():
                yield field, f"{name} is {column['type']}; give a whole number."


def _check_sequence(column: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in ("min", "max"):
        if column[field] is None:
            yield field, f"{column['name']}: a sequence needs its first and its last number."
        elif not float(column[field]).is_integer():
            yield field, f"{column['name']}: a sequence counts in whole numbers."
    if None not in (column["min"], column["max"]) and column["min"] > column["max"]:
        yield "min", f"{column['name']}: the sequence ends before it begins."


def generator_options(column: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The options of one column, without the prefix of its name."""
    root = sql_types.parse(column["type"]).root
    if column["generator"] == "sequence":
        yield "kind", "sequence"
        yield from (("start", str(int(column["min"]))), ("end", str(int(column["max"]))))
        return
    yield "kind", "random"
    for key in ("min", "max"):
        if column[key] is not None:
            yield key, str(int(column[key]) if root in _WHOLE else column[key])
    if column["length"] is not None:
        yield "length", str(column["length"])
    if column["disorder_ms"] is not None:
        yield "max-past", f"{column['disorder_ms']} ms"
