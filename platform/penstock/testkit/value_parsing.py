"""Values of a data pack: the text of a cell or JSON, checked against a Flink type and normalised.

The result is JSON as the replay reads it: numbers as numbers, DECIMAL as text (exact), dates and times in
SQL's form, bytes in base64. Parsers raise ValueError with a sentence that contains the value.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from penstock.sql.types import DataType
from penstock.testkit import timestamps

Parser = Callable[[Any], Any]
T = TypeVar("T")

_INTEGERS = {"TINYINT": 8, "SMALLINT": 16, "INT": 32, "BIGINT": 64}
_PLAIN_INTEGER = re.compile(r"[+-]?\d{1,40}", re.ASCII)
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?", re.ASCII)
_GROUPED = re.compile(r"[+-]?\d{1,3}([,.' _\u00a0\u202f]\d{3})+([.,]\d+)?|[+-]?\d+,\d+", re.ASCII)
_TRUE = frozenset(("true", "t", "yes", "y", "on", "1"))
_FALSE = frozenset(("false", "f", "no", "n", "off", "0"))
_NOT_FINITE = {"nan": "NaN", "inf": "Infinity", "infinity": "Infinity", "-inf": "-Infinity"}
_NOT_FINITE |= {"-infinity": "-Infinity", "+inf": "Infinity", "+infinity": "Infinity"}
_LARGEST_FLOAT = Decimal("3.4028235677973366e38")
_LONGEST_NUMBER = 400


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """How values are written where their text is ambiguous.

    `nulls` are the texts that mean NULL in a cell; the empty cell is always one, except in a text column that
    cannot be NULL. With `nested_as_text` a text column takes objects and lists as their JSON, as Flink does.
    """

    nulls: frozenset[str] = frozenset(("NULL", "null", "\\N"))
    day_order: timestamps.DayOrder | None = None
    nested_as_text: bool = False


DEFAULT_OPTIONS = ParseOptions()


def value_parser(type_: DataType, options: ParseOptions, *, cell: bool) -> Parser:
    """The parser of values of a type: from the text of a CSV `cell`, or from parsed JSON.

    The parser raises ValueError for what is no value of the type; the message is a sentence without its
    subject, which the caller puts before it.
    """
    read = _cell_parser(type_, options) if cell else _nullable_parser(type_, options)
    if not cell:
        return read
    text = type_.root in ("STRING", "VARCHAR", "CHAR")

    def of_cell(value: str) -> Any:
        if value in options.nulls or not (value if text else value.strip()):
            if type_.nullable:
                return None
            if not text or value:
                raise ValueError("may not be empty: the column is NOT NULL")
        return read(value)

    return of_cell


def _cell_parser(type_: DataType, options: ParseOptions) -> Parser:
    if type_.parts:
        inner = _json_parser(type_, options)
        return lambda value: inner(parse_json(value))
    plain = _scalar_parser(type_, options)
    return plain if type_.root in ("STRING", "VARCHAR", "CHAR") else lambda value: plain(value.strip())


def _nullable_parser(type_: DataType, options: ParseOptions) -> Parser:
    read = _json_parser(type_, options)

    def of_json(value: Any) -> Any:
        if value is not None:
            return read(value)
        if type_.nullable:
            return None
        raise ValueError("may not be null: it is NOT NULL")

    return of_json


def _json_parser(type_: DataType, options: ParseOptions) -> Parser:
    inner = [_nullable_parser(part, options) for part in type_.parts]
    if type_.root == "ROW":
        fields = dict(zip(type_.names, inner, strict=True))
        return lambda value: _parse_row(value, fields)
    if type_.root == "ARRAY":
        return lambda value: [
            _parse_at(f"[{n}]", inner[0], item) for n, item in enumerate(_require(value, list, "a list"))
        ]
    if type_.root == "MAP":
        return lambda value: _parse_map(value, inner[0], inner[1])
    if type_.root == "MULTISET":
        count = _integer_parser("INT")
        return lambda value: _parse_map(value, inner[0], lambda times: count(str(times)))
    scalar = _scalar_parser(type_, options)
    text_like = type_.root in ("STRING", "VARCHAR", "CHAR")
    number_like = type_.root != "BOOLEAN" and not text_like

    def read(value: Any) -> Any:
        if isinstance(value, list | dict):
            if text_like and options.nested_as_text:
                return scalar(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=float))
            raise ValueError(
                f"{format_value(value)} is {'a list' if isinstance(value, list) else 'an object'}"
            )
        if isinstance(value, bool):
            if number_like:
                raise ValueError(f"{str(value).lower()} is no {type_.text}")
            return scalar(str(value).lower())
        return scalar(value if isinstance(value, str) else str(value))

    return read


def _parse_row(value: object, fields: dict[str, Parser]) -> dict[str, Any]:
    given = _require(value, dict, "an object")
    unknown = [name for name in given if name not in fields]
    if unknown:
        raise ValueError(f"{format_value(unknown[0])} is no field of it; the fields are {', '.join(fields)}")
    return {name: _parse_at(f".{name}", read, given.get(name)) for name, read in fields.items()}


def _parse_map(value: object, key: Parser, item: Parser) -> dict[str, Any]:
    given = _require(value, dict, "an object")
    return {str(_parse_at(f"[{k!r}]", key, k)): _parse_at(f"[{k!r}]", item, v) for k, v in given.items()}


def _require(value: object, kind: type[T], name: str) -> T:
    if not isinstance(value, kind):
        raise ValueError(f"{format_value(value)} is not {name}")
    return value


def _parse_at(place: str, read: Parser, value: object) -> Any:
    try:
        return read(value)
    except ValueError as error:
        sentence = str(error)
        inner, mark, rest = sentence.partition(": ") if sentence[:1] in ".[" else ("", "", sentence)
        raise ValueError(f"{place}{inner}: {rest}" if mark else f"{place}: {sentence}") from None


def _scalar_parser(type_: DataType, options: ParseOptions) -> Parser:
    root, precision = type_.root, type_.precision or 0
    if root in ("STRING", "VARCHAR", "CHAR"):
        return _text_parser(type_.numbers[0] if type_.numbers else None)
    if root in _INTEGERS:
        return _integer_parser(root)
    if root == "DECIMAL":
        digits = type_.numbers[0] if type_.numbers else 10
        return _decimal_parser(digits, type_.numbers[1] if len(type_.numbers) > 1 else 0)
    if root in ("BYTES", "VARBINARY", "BINARY"):
        return _bytes_parser(type_.numbers[0] if type_.numbers else None)
    if root in ("TIMESTAMP", "TIMESTAMP_LTZ"):
        zoned = root == "TIMESTAMP_LTZ"
        return lambda text: timestamps.parse_timestamp(text, precision, zoned, options.day_order)
    return {
        "BOOLEAN": _parse_boolean,
        "FLOAT": lambda text: _parse_float(text, "FLOAT"),
        "DOUBLE": lambda text: _parse_float(text, "DOUBLE"),
        "DATE": lambda text: timestamps.parse_date(text, options.day_order),
        "TIME": lambda text: timestamps.parse_time(text, precision),
    }[root]


def _text_parser(longest: int | None) -> Parser:
    def read(text: str) -> str:
        if longest is not None and len(text) > longest:
            raise ValueError(f"{format_value(text)} has {len(text)} characters; the column takes {longest}")
        if not text.isascii():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise ValueError(f"{format_value(text)} holds half a character") from None
        return text

    return read


def _parse_boolean(text: str) -> bool:
    word = text.lower()
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    raise ValueError(f"{format_value(text)} is no BOOLEAN; write true or false")


def _integer_parser(root: str) -> Parser:
    bits = _INTEGERS.get(root, 32)
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1

    def read(text: str) -> int:
        number = int(text) if _PLAIN_INTEGER.fullmatch(text) else _parse_whole(text, root)
        if not least <= number <= most:
            raise ValueError(f"{format_value(text)} is out of the range of {root} ({least} to {most})")
        return number

    return read


def _parse_whole(text: str, root: str) -> int:
    number = _parse_number(text, root)
    if "e" in text.lower():
        raise ValueError(
            f"{format_value(text)} has an exponent, so its last digits may be lost; write them all"
        )
    if number != number.to_integral_value():
        raise ValueError(f"{format_value(text)} has a fraction; the column takes whole numbers")
    return int(number)


def _parse_number(text: str, root: str) -> Decimal:
    if not _PLAIN_NUMBER.fullmatch(text) or len(text) > _LONGEST_NUMBER:
        if _GROUPED.fullmatch(text):
            hint = "write digits only, with a point for the fraction"
            raise ValueError(f"{format_value(text)} has grouping or a comma; {hint}")
        raise ValueError(f"{format_value(text)} is no {root}")
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{format_value(text)} is no {root}") from None


def _parse_float(text: str, root: str) -> float | str:
    special = _NOT_FINITE.get(text.lower())
    if special:
        return special
    number = _parse_number(text, root)
    if abs(number) >= _LARGEST_FLOAT and root == "FLOAT":
        raise ValueError(f"{format_value(text)} is out of the range of FLOAT")
    value = float(number)
    if value in (float("inf"), float("-inf")):
        raise ValueError(f"{format_value(text)} is out of the range of {root}")
    return value


def _decimal_parser(digits: int, scale: int) -> Parser:
    name = f"DECIMAL({digits}, {scale})"
    most = digits - scale

    def read(text: str) -> str:
        number = _parse_number(text, name)
        _, figures, exponent = number.as_tuple()
        shift = int(exponent)
        if len(figures) + shift > 5 * 38:
            raise ValueError(f"{format_value(text)} is out of the range of {name}")
        plain = format(number, "f")
        whole, _, fraction = plain.lstrip("+-").partition(".")
        fraction = fraction.rstrip("0")
        if len(fraction) > scale:
            raise ValueError(
                f"{format_value(text)} has {len(fraction)} digits after the point; {name} takes {scale}"
            )
        whole = whole.lstrip("0")
        if len(whole) > most:
            raise ValueError(
                f"{format_value(text)} has {len(whole)} digits before the point; {name} takes {most}"
            )
        sign = "-" if number < 0 else ""
        return f"{sign}{whole or '0'}.{fraction.ljust(scale, '0')}" if scale else f"{sign}{whole or '0'}"

    return read


def _bytes_parser(longest: int | None) -> Parser:
    def read(text: str) -> str:
        try:
            hexadecimal = text[:2] in ("0x", "\\x")
            found = bytes.fromhex(text[2:]) if hexadecimal else base64.b64decode(text, validate=True)
        except (ValueError, binascii.Error):
            raise ValueError(
                f"{format_value(text)} is neither base64 nor 0x with hexadecimal digits"
            ) from None
        if longest is not None and len(found) > longest:
            raise ValueError(f"{format_value(text)} has {len(found)} bytes; the column takes {longest}")
        return base64.b64encode(found).decode()

    return read


def parse_json(text: str) -> Any:
    """JSON with exact numbers.

    Raises:
        ValueError: It is no valid JSON; the message is a sentence without its subject.
    """
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=str)
    except json.JSONDecodeError as error:
        raise ValueError(f"is not valid JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except (ValueError, ArithmeticError):
        raise ValueError("holds a number that is too long") from None


def format_value(value: object) -> str:
    """A value within a sentence, shortened."""
    text = repr(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:60]}…"
