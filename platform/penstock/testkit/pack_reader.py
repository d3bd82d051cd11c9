"""Data packs: an uploaded CSV or JSON-lines file, read as a stream, checked, and written as JSON lines.

Each row that is sound becomes one line, an object with every column of the table in its order. Beside the
columns a row may hold `_kind` (+I, -U, +U or -D, for sources of changes). Memory does not depend on the size
of the file. A bad row is left out and reported as faults; a file with any fault is not stored.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, Literal, Self, overload

from penstock.graph.problems import did_you_mean
from penstock.operators.bindings import Column
from penstock.sql import types as sql_types
from penstock.testkit import encoding_detection, value_parsing
from penstock.testkit.changelog import KIND

MAX_BYTES = 50 * 1024 * 1024
MAX_FAULTS = 1000
"""So many faults are kept; all are counted."""
MAX_LINE = 1 << 20
"""Characters of one row of JSON; a cell of CSV has at most 131 072."""
_SAMPLE = 1 << 16
_KINDS = ("+I", "-U", "+U", "-D")
_KIND_COLUMN = Column(name=KIND, type="STRING")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is written. What is None is found out; a report says what was found."""

    format: Literal["csv", "jsonl"] | None = None
    encoding: str | None = None
    delimiter: str | None = None
    quote: str = '"'
    header: bool | None = None
    parse_options: value_parsing.ParseOptions = value_parsing.DEFAULT_OPTIONS
    ignore_unknown: bool = False
    """Whether columns that the table does not have are left out instead of being faults."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one place. Rows count from 1 without the header; 0 is the file as a whole."""

    row: int
    column: str | None
    message: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return {"row": self.row, "column": self.column, "message": self.message}


@dataclass(slots=True)
class Report:
    """What reading a file gave. `rows` were written; of `fault_count` faults the first are in `faults`."""

    layout: Layout
    rows: int = 0
    bad_rows: int = 0
    fault_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    missing: tuple[str, ...] = ()
    """Columns that the file does not have; they are NULL in every row."""

    @property
    def ok(self) -> bool:
        """Whether everything could be read."""
        return self.fault_count == 0

    def add(self, row: int, column: str | None, message: str) -> None:
        """Count a fault and keep it as long as there is room."""
        self.fault_count += 1
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(Fault(row, column, message))


def read(
    source: BinaryIO,
    columns: Sequence[Column],
    out: BinaryIO,
    layout: Layout = Layout(),
    *,
    optional: Sequence[str] = (),
) -> Report:
    """Read a seekable file of rows for `columns` and write the sound ones to `out`.

    `optional` columns may be absent even when they are NOT NULL (metadata, which the replay fills in).
    """
    return PackReader(columns, layout, frozenset(optional)).run(source, out)


class _UnreadableFile(Exception):
    """The file as a whole cannot be read (on); the text says why."""


class PackReader:
    """One file being read."""

    def __init__(self, columns: Sequence[Column], layout: Layout, optional: frozenset[str]) -> None:
        self.names = [column.name for column in columns]
        own = KIND in self.names
        self.columns = list(columns) if own else [*columns, _KIND_COLUMN]
        self.types = {column.name: sql_types.parse(column.type) for column in self.columns}
        for name in optional & self.types.keys():
            self.types[name] = replace(self.types[name], nullable=True)
        self.special = frozenset[str]() if own else frozenset((KIND,))
        self.report = Report(layout)
        self.row = 0
        """The row that is being read, 0 before the first."""

    def run(self, source: BinaryIO, out: BinaryIO) -> Report:
        """Read all of `source` and write its rows to `out`."""
        try:
            self._detect_layout(source)
            text = io.TextIOWrapper(source, self.report.layout.encoding, newline="")
            try:
                for found in self._iter_rows(text):
                    self._write_row(found, out)
            finally:
                text.detach()
        except (encoding_detection.UnreadableError, _UnreadableFile) as error:
            self.report.add(self.row, None, str(error))
        return self.report

    def _detect_layout(self, source: BinaryIO) -> None:
        layout = self.report.layout
        layout = replace(layout, encoding=encoding_detection.detect_encoding(source, layout.encoding))
        sample = source.read(_SAMPLE).decode(layout.encoding or "utf-8", "ignore").lstrip("\ufeff")
        source.seek(0)
        if layout.format is None:
            layout = replace(layout, format="jsonl" if sample.lstrip()[:1] in ("{", "[") else "csv")
        if layout.format == "csv" and layout.delimiter is None:
            layout = replace(
                layout, delimiter=encoding_detection.detect_delimiter(sample, layout.quote, len(self.names))
            )
        if sample.lstrip().startswith("[") and layout.format == "jsonl":
            raise _UnreadableFile(
                "The file is one JSON array; write each row as an object on a line of its own."
            )
        self.report.layout = layout

    def _iter_rows(self, text: io.TextIOWrapper) -> Iterator[Mapping[str, Any] | None]:
        return self._iter_csv(text) if self.report.layout.format == "csv" else self._iter_json(text)

    def _iter_csv(self, text: io.TextIOWrapper) -> Iterator[Mapping[str, Any] | None]:
        layout = self.report.layout
        delimiter = layout.delimiter or ","
        rows = csv.reader(text, delimiter=delimiter, quotechar=layout.quote, strict=True)
        cells = _next_row(rows)
        while cells == []:
            cells = _next_row(rows)
        if cells is None:
            return
        header = encoding_detection.is_header(cells, self.names) if layout.header is None else layout.header
        self.report.layout = replace(layout, header=header)
        places = self._map_header(cells) if header else self._map_positions(cells)
        width = len(cells)
        self.row = 1
        if header:
            cells = _next_row(rows)
        plan = [(name, place, self._build_parser(name, cell=True)) for name, place in places.items()]
        while cells is not None:
            if cells:
                yield self._parse_csv_row(cells, width, plan)
                self.row += 1
            cells = _next_row(rows)

    def _parse_csv_row(
        self, cells: list[str], width: int, plan: list[tuple[str, int, value_parsing.Parser]]
    ) -> Mapping[str, Any] | None:
        if len(cells) != width:
            self.report.add(self.row, None, f"The row has {len(cells)} cells instead of {width}.")
            return None
        found, sound = {}, True
        for name, place, read_ in plan:
            try:
                found[name] = read_(cells[place])
            except ValueError as error:
                self.report.add(self.row, name, _format_message(name, error))
                sound = False
        return found if sound else None

    def _map_header(self, cells: list[str]) -> dict[str, int]:
        exact = {column.name: column.name for column in self.columns}
        folded = {name.casefold(): name for name in exact}
        places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            title = cell.strip().lstrip("\ufeff")
            name = exact.get(title) or folded.get(title.casefold())
            if name is None:
                self._note_unknown(0, title)
            elif name in places:
                self.report.add(0, name, f"Two columns of the file are named {title!r}.")
            else:
                places[name] = place
        self._note_missing(places)
        return places

    def _map_positions(self, cells: list[str]) -> dict[str, int]:
        if len(cells) != len(self.names):
            raise _UnreadableFile(
                f"The file has {len(cells)} columns and no header, but the table has {len(self.names)}:"
                f" {', '.join(self.names)}. Add a header with their names, or name the delimiter."
            )
        return {name: place for place, name in enumerate(self.names)}

    def _note_missing(self, places: Mapping[str, int]) -> None:
        self.report.missing = tuple(name for name in self.names if name not in places)
        for name in self.report.missing:
            if not self.types[name].nullable:
                self.report.add(0, name, f"The file has no column {name!r}, which is NOT NULL.")

    def _note_unknown(self, row: int, title: str) -> None:
        if not self.report.layout.ignore_unknown:
            near = did_you_mean(title, self.names)
            self.report.add(row, title[:200], f"The table has no column {title[:200]!r}.{near}")

    def _iter_json(self, text: io.TextIOWrapper) -> Iterator[Mapping[str, Any] | None]:
        text.reconfigure(newline=None)
        readers = {name: self._build_parser(name, cell=False) for name in self.types}
        self.row = 1
        while line := text.readline(MAX_LINE):
            if line.isspace():
                continue
            if len(line) == MAX_LINE and not line.endswith("\n"):
                raise _UnreadableFile(f"The row is longer than {MAX_LINE} characters.")
            yield self._parse_json_row(line, readers)
            self.row += 1

    def _parse_json_row(
        self, line: str, readers: Mapping[str, value_parsing.Parser]
    ) -> Mapping[str, Any] | None:
        before = self.report.fault_count
        try:
            given = value_parsing.parse_json(line.lstrip("\ufeff"))
        except ValueError as error:
            self.report.add(self.row, None, f"The row {error}.")
            return None
        if not isinstance(given, dict):
            self.report.add(
                self.row, None, f"The row is {value_parsing.format_value(given)} and not an object."
            )
            return None
        for title in (t for t in given if t not in readers):
            self._note_unknown(self.row, title)
        found = {}
        for name, read_ in readers.items():
            try:
                found[name] = read_(given.get(name))
            except ValueError as error:
                self.report.add(self.row, name, _format_message(name, error))
        return found if self.report.fault_count == before else None

    def _build_parser(self, name: str, *, cell: bool) -> value_parsing.Parser:
        read_ = value_parsing.value_parser(self.types[name], self.report.layout.parse_options, cell=cell)
        return read_ if name not in self.special else lambda value: _check_kind(read_(value))

    def _write_row(self, found: Mapping[str, Any] | None, out: BinaryIO) -> None:
        if found is None:
            self.report.bad_rows += 1
            return
        line = {name: found.get(name) for name in self.names}
        kind = found.get(KIND) if self.special else None
        if kind is not None:
            line[KIND] = kind
        out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        self.report.rows += 1


def _check_kind(value: str | None) -> str | None:
    if value is None or value in _KINDS:
        return value
    raise ValueError(
        f"{value_parsing.format_value(value)} is no kind of change; they are {', '.join(_KINDS)}"
    )


def _next_row(rows: Iterator[list[str]]) -> list[str] | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        if "field larger" in str(error):
            raise _UnreadableFile("A cell is longer than 131072 characters; is a quote not closed?") from None
        if "end of data" in str(error):
            raise _UnreadableFile("The file ends within quotes: a quote is not closed.") from None
        raise _UnreadableFile(f"The row is no CSV: {error}.") from None


def _format_message(name: str, error: ValueError) -> str:
    text = str(error)
    return f"{name}{text}." if text[:1] in ".[" else f"{name}: {text}."


class Rows(Sequence[Mapping[str, Any]]):
    """The rows of a stored pack by place, without holding them: the file and where each line begins."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._starts = [0]
        file.seek(0)
        for line in file:
            self._starts.append(self._starts[-1] + len(line))

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, place: int) -> Mapping[str, Any]: ...
    @overload
    def __getitem__(self, place: slice) -> list[Mapping[str, Any]]: ...
    def __getitem__(self, place: int | slice) -> Mapping[str, Any] | list[Mapping[str, Any]]:
        if isinstance(place, slice):
            return [self[n] for n in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        self._file.seek(self._starts[place % len(self)])
        row: Mapping[str, Any] = json.loads(self._file.readline())
        return row

    @classmethod
    def of(cls, lines: bytes) -> Self:
        """Rows that are in memory already."""
        return cls(io.BytesIO(lines))

    def column(self, name: str) -> Iterator[Any]:
        """One column of all rows, top to bottom."""
        self._file.seek(0)
        return (json.loads(line).get(name) for line in self._file)
