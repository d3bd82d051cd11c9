"""What can be generated for a column, and the options of the source that say it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal

from penstock.connectors.datagen import patterns
from penstock.connectors.datagen.columns import GeneratedColumn, parse_number
from penstock.sql.types import DataType

_WHOLE = {"TINYINT": 8, "SMALLINT": 16, "INT": 32, "BIGINT": 64}
_LARGEST = {"FLOAT": Decimal("3.4028234e38"), "DOUBLE": Decimal("1.7976931348623157e308")}
_NUMBERS = (*_WHOLE, *_LARGEST, "DECIMAL")
_TEXTS = ("STRING", "CHAR", "VARCHAR")
_TIMES = ("TIMESTAMP", "TIMESTAMP_LTZ")
_BOOLEANS = ("true", "false")
_TYPES = {
    "random": (*_NUMBERS, *_TEXTS, *_TIMES, "BOOLEAN"),
    "sequence": (*_NUMBERS, *_TEXTS),
    "choice": (*_NUMBERS, *_TEXTS, "BOOLEAN"),
    "regex": _TEXTS,
}

Finding = tuple[str, str]
"""A field of the column, and a sentence that says what is wrong with it."""


def check_generator(column: GeneratedColumn) -> Iterator[Finding]:
    """What is wrong with a column. Fields of other generators have no effect, so they are not looked at."""
    if column.data_type.root not in _TYPES[column.generator]:
        yield "type", f"{column.name} is {column.type}, of which no {column.generator} values can be made."
        return
    yield from _CHECKS[column.generator](column)
    if column.null_rate and not column.data_type.nullable:
        yield "null_rate", f"{column.name} is {column.type}; only a nullable column takes a share of nulls."


def _check_random(column: GeneratedColumn) -> Iterator[Finding]:
    name, root = column.name, column.data_type.root
    if root not in _NUMBERS and (column.min is not None or column.max is not None):
        yield "min", f"{name} is {column.type}; only numbers have a smallest and a largest value."
    if column.length is not None and root != "STRING":
        yield "length", f"{name} is {column.type}; only a random STRING takes a length."
    if column.disorder_ms is not None and root not in _TIMES:
        yield "disorder_ms", f"{name} is {column.type}; only timestamps come out of order."
    if root in _NUMBERS:
        yield from _check_bounds(column, "the smallest value is above the largest")


def _check_sequence(column: GeneratedColumn) -> Iterator[Finding]:
    if column.min is None:
        yield "min", f"{column.name}: a sequence needs its first number."
    for field, bound in (("min", column.min), ("max", column.max)):
        if bound is not None and not _is_whole(bound):
            yield field, f"{column.name}: a sequence counts in whole numbers."
            return
    yield from _check_bounds(column, "the sequence ends before it begins")


def _check_bounds(column: GeneratedColumn, crossed: str) -> Iterator[Finding]:
    wrong = False
    for field, bound in (("min", column.min), ("max", column.max)):
        fault = _value_fault(column.data_type, bound) if bound is not None else None
        if fault:
            wrong = True
            yield field, f"{column.name} is {column.type}; {fault}."
    if wrong or column.min is None or column.max is None:
        return
    if Decimal(column.min) > Decimal(column.max):
        yield "min", f"{column.name}: {crossed}."


def _check_choice(column: GeneratedColumn) -> Iterator[Finding]:
    if not column.choices:
        yield "choices", f"{column.name}: a choice needs at least one value."
        return
    for value, weight in column.choices.items():
        fault = _value_fault(column.data_type, value)
        if fault:
            yield "choices", f"{column.name} is {column.type}; {value[:40]!r} is no such value: {fault}."
            return
        if Decimal(weight) < 0:
            yield "choices", f"{column.name}: the weight of {value[:40]!r} is below 0."
            return
    if not any(Decimal(weight) for weight in column.choices.values()):
        yield "choices", f"{column.name}: all weights are 0; give at least one value a weight."


def _check_regex(column: GeneratedColumn) -> Iterator[Finding]:
    if not column.pattern:
        yield "pattern", f"{column.name}: give a regular expression."
        return
    try:
        shortest, longest = patterns.measure(column.pattern)
    except patterns.PatternError as error:
        yield "pattern", f"{column.name}: no texts can be made of this pattern: {error}."
        return
    limit = _text_limit(column.data_type)
    if limit is not None and longest > limit:
        yield (
            "pattern",
            f"{column.name} is {column.type}, but texts of the pattern have up to {longest} characters.",
        )
    elif column.data_type.root == "CHAR" and shortest < (limit or 0):
        yield (
            "pattern",
            f"{column.name} is {column.type}, but texts of the pattern have from {shortest} characters.",
        )


_CHECKS = {
    "random": _check_random,
    "sequence": _check_sequence,
    "choice": _check_choice,
    "regex": _check_regex,
}


def _value_fault(type_: DataType, text: str) -> str | None:
    """Why a text is no value of the type, or None."""
    if type_.root == "BOOLEAN":
        return None if text in _BOOLEANS else "give true or false"
    if type_.root in _TEXTS:
        limit = _text_limit(type_)
        return f"give at most {limit} characters" if limit is not None and len(text) > limit else None
    number = parse_number(text)
    if number is None:
        return "give a number"
    if type_.root in _WHOLE:
        largest = 2 ** (_WHOLE[type_.root] - 1) - 1
        if not _is_whole(text):
            return "give a whole number"
        return None if -largest - 1 <= number <= largest else f"give {-largest - 1} to {largest}"
    if type_.root == "DECIMAL":
        precision, scale = (*type_.numbers, *(10, 0)[len(type_.numbers) :])
        if number != round(number, scale):
            return f"give at most {scale} decimal places"
        return None if number.adjusted() < precision - scale or not number else "it has too many digits"
    return None if abs(number) <= _LARGEST[type_.root] else "the number is too large"


def _text_limit(type_: DataType) -> int | None:
    """How many characters a value may have; None without a limit."""
    if type_.root == "STRING":
        return None
    return type_.numbers[0] if type_.numbers else 1


def _is_whole(text: str) -> bool:
    number = Decimal(text)
    return number == number.to_integral_value()


def generator_options(column: GeneratedColumn) -> Iterator[tuple[str, str]]:
    """The options of one column, without the prefix of its name."""
    yield "kind", column.generator
    if column.generator == "sequence":
        yield "start", column.min or "0"
        if column.max is not None:
            yield "end", column.max
    elif column.generator == "choice":
        # Sorted, because a stored document keeps no order of keys.
        chosen = sorted(column.choices.items())
        yield "values", json.dumps([value for value, _ in chosen], ensure_ascii=False)
        if any(weight != "1" for _, weight in chosen):
            yield "weights", f"[{', '.join(weight for _, weight in chosen)}]"
    elif column.generator == "regex":
        yield "pattern", column.pattern or ""
    else:
        yield from _random_options(column)
    if column.null_rate:
        yield "null-rate", str(column.null_rate)


def _random_options(column: GeneratedColumn) -> Iterator[tuple[str, str]]:
    for key, bound in (("min", column.min), ("max", column.max)):
        if bound is not None:
            yield key, bound
    if column.length is not None:
        yield "length", str(column.length)
    if column.disorder_ms is not None:
        yield "max-past", f"{column.disorder_ms} ms"
