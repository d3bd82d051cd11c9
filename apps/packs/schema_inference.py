"""Infers the columns of a file from its first rows."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import Any, BinaryIO

from apps.packs.layouts import BadRows
from apps.tables.validators import MAX_COLUMNS
from penstock.sql import quoting as sql
from penstock.sql.type_inference import infer
from penstock.testkit import encoding_detection, timestamps, value_parsing
from penstock.testkit.pack_reader import MAX_LINE, Layout, Report

_ROWS = 2000
_LONGEST_NAME = 100
_SAMPLE = 1 << 20
_WORDS = {"true": True, "false": False}


def infer_columns(source: BinaryIO, layout: Layout) -> tuple[list[dict[str, str]], Layout]:
    """Names and types that the first rows suggest, and the layout as far as it is known then.

    The source is left at its start.

    Raises:
        BadRows: The file as a whole cannot be read.
    """
    try:
        encoding = encoding_detection.detect_encoding(source, layout.encoding)
    except encoding_detection.UnreadableError as error:
        raise _unreadable_error(layout, str(error)) from None
    raw = source.read(_SAMPLE)
    source.seek(0)
    sample = raw.decode(encoding, "ignore").lstrip("\ufeff")
    lines = sample.splitlines(keepends=True)
    if len(raw) == _SAMPLE and len(lines) > 1:
        lines.pop()  # most likely cut in two
    kind = layout.format or ("jsonl" if sample.lstrip()[:1] in ("{", "[") else "csv")
    layout = replace(layout, encoding=encoding, format=kind)
    try:
        if kind == "jsonl":
            return _infer_types(islice(_parse_objects(lines), _ROWS)), layout
        return _infer_csv(lines, sample, layout)
    except ValueError as error:
        raise _unreadable_error(layout, str(error)) from None


def _infer_csv(lines: list[str], sample: str, layout: Layout) -> tuple[list[dict[str, str]], Layout]:
    # A number of columns that no file has: the mark that gives the most even rows wins.
    mark = layout.delimiter or encoding_detection.detect_delimiter(sample, layout.quote, MAX_COLUMNS)
    reader = csv.reader(io.StringIO("".join(lines)), delimiter=mark, quotechar=layout.quote)
    try:
        rows = [row for row in islice(reader, _ROWS) if row]
    except csv.Error as error:
        raise ValueError(f"The file is no CSV: {error}.") from None
    if not rows:
        raise ValueError("The file has no rows.")
    _require_few(len(rows[0]))
    header = _is_header(rows[0]) if layout.header is None else layout.header
    names = _read_header(rows[0]) if header else [f"column_{n}" for n in range(1, len(rows[0]) + 1)]
    body = rows[1:] if header else rows
    found = _infer_types(dict(zip(names, map(_parse_cell, row), strict=False)) for row in body)
    known = {column["name"]: column for column in found}
    return (
        [known.get(name, {"name": name, "type": "STRING"}) for name in names],
        replace(layout, delimiter=mark, header=header),
    )


def _infer_types(rows: Iterator[Mapping[str, Any]]) -> list[dict[str, str]]:
    found = [{"name": column["name"], "type": column["type"]} for column in infer(rows)]
    _require_few(len(found))
    return found


def _require_few(columns: int) -> None:
    if columns > MAX_COLUMNS:
        raise ValueError(f"The file has {columns} columns; a pack takes {MAX_COLUMNS}.")


def _parse_objects(lines: list[str]) -> Iterator[dict[str, Any]]:
    """The rows that are objects; reading the whole file reports what is wrong with the others."""
    for line in lines:
        if line.isspace() or len(line) > MAX_LINE:
            continue
        try:
            given = value_parsing.parse_json(line)
        except ValueError:
            continue
        if isinstance(given, dict):
            yield {name: _normalize_json(value) for name, value in given.items()}


def _normalize_json(value: object) -> object:
    if isinstance(value, dict):
        return {name: _normalize_json(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_normalize_json(item) for item in value]
    if isinstance(value, str):
        return _normalize_time(value)
    return float(value) if isinstance(value, Decimal) else value


def _is_header(cells: list[str]) -> bool:
    """Whether a first row looks like names: all different, none empty, and none a value of another type."""
    names = [cell.strip() for cell in cells]
    plain = all(name and isinstance(_parse_cell(name), str) for name in names)
    return plain and len({name.casefold() for name in names}) == len(names)


def _read_header(cells: list[str]) -> list[str]:
    names = [cell.strip().lstrip("\ufeff") for cell in cells]
    double = next((name for name in names if names.count(name) > 1), None)
    if double is not None:
        raise ValueError(f"Two columns of the file are named {double!r}.")
    for name in names:
        if len(name) > _LONGEST_NAME:
            raise ValueError(f"{name[:60]!r}… is too long for the name of a column.")
        sql.ident(name)  # its error is a sentence
    return names


def _parse_cell(cell: str) -> object:
    """A cell as JSON would have it, if it is clear what it is."""
    text = cell.strip()
    if not text or text in value_parsing.DEFAULT_OPTIONS.nulls:
        return None
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    digits = text.lstrip("+-")
    # What begins with a zero is more likely a code than a number.
    if digits.isascii() and digits.isdigit() and len(text) - len(digits) < 2:
        code = (len(digits) > 1 and digits[0] == "0") or len(digits) > 18
        return cell if code else int(text)
    try:
        return (
            float(text) if "." in text and not text.lower().strip("+-.0123456789e") else _normalize_time(text)
        )
    except ValueError:
        return cell


def _normalize_time(text: str) -> str:
    """A date or a time with a day in the form that inference knows; any other text as it is."""
    if not 8 <= len(text) <= 40 or not any(mark in text for mark in "-/.年"):
        return text
    for read in (timestamps.parse_date, _parse_timestamp):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _parse_timestamp(text: str) -> str:
    return timestamps.parse_timestamp(text, 9, zoned=False)


def _unreadable_error(layout: Layout, sentence: str) -> BadRows:
    report = Report(layout)
    report.add(0, None, sentence)
    return BadRows(report)
