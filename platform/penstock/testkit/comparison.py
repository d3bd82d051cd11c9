"""Compares an output with the expected rows: matched, missing and unexpected rows, and changed cells.

There are three modes: `multiset` (rows in any order), `ordered`, and `table` (the table that the changes
materialize to, by key when there is one). In the first two a change is a row with its kind, `_kind`, +I when
absent. The time grows as n log n. The rows that are listed are bounded, the counts are not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, TypedDict

from pydantic import BaseModel, ConfigDict, Field

from penstock.graph.problems import did_you_mean
from penstock.sql.types import DataType
from penstock.testkit import cell_comparison, changelog, late_diagnosis, row_matching
from penstock.testkit.cell_comparison import Tolerance
from penstock.testkit.changelog import KIND, Change, Row
from penstock.testkit.late_diagnosis import Lateness
from penstock.testkit.row_matching import MatchCandidate

Mode = Literal["multiset", "ordered", "table"]
MAX_SHOWN = 200
"""Rows of each sort that a comparison holds; the counts are of all."""
Types = Mapping[str, DataType]


class Expected(BaseModel):
    """What a test expects of one sink or tapped node.

    With `partial` a row need only name some columns. `key` says which columns make a row the same row; for a
    table it is the sink's own when left out. `columns` are tolerances for single columns.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Mode = "multiset"
    rows: tuple[dict[str, Any], ...] = ()
    key: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    tolerance: Tolerance = Tolerance()
    columns: dict[str, Tolerance] = Field(default_factory=dict)
    partial: bool = False


class DifferingCell(TypedDict):
    """A column of a changed row."""

    column: str
    expected: Any
    actual: Any


class ChangedRow(TypedDict):
    """An expected row whose key is in the output, with the cells that differ."""

    key: dict[str, Any]
    cells: list[DifferingCell]
    expected: Row
    actual: Row


class MismatchCounts(TypedDict):
    """How many rows are missing, unexpected and changed in all."""

    missing: int
    unexpected: int
    changed: int


class ComparisonDocument(TypedDict):
    """The JSON form of a comparison."""

    ok: bool
    matched: int
    missing: list[Row]
    unexpected: list[Row]
    changed: list[ChangedRow]
    counts: MismatchCounts
    key: list[str]
    notes: list[str]


@dataclass(slots=True)
class Comparison:
    """The result of a comparison; of each list of rows the first `MAX_SHOWN`."""

    ok: bool = True
    matched: int = 0
    missing: list[Row] = field(default_factory=list)
    unexpected: list[Row] = field(default_factory=list)
    changed: list[ChangedRow] = field(default_factory=list)
    counts: MismatchCounts = field(default_factory=lambda: MismatchCounts(missing=0, unexpected=0, changed=0))
    key: tuple[str, ...] = ()
    """The columns by which rows were paired, the inferred ones when none were given."""
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> ComparisonDocument:
        """The JSON form."""
        return {
            "ok": self.ok,
            "matched": self.matched,
            "missing": self.missing,
            "unexpected": self.unexpected,
            "changed": self.changed,
            "counts": self.counts,
            "key": list(self.key),
            "notes": self.notes,
        }


def output_rows(changes: Sequence[Change], mode: Mode, key: Sequence[str] = ()) -> list[dict[str, Any]]:
    """An output as expected rows: what accepting it stores, and what is compared."""
    if mode == "table":
        return [dict(row) for row in changelog.materialize(changes, key)[0]]
    return [
        dict(c["row"]) if c["kind"] == "+I" else {**c["row"], KIND: c["kind"]}  # a plain row stays plain
        for c in changes
    ]


def compare(
    expected: Expected,
    changes: Sequence[Change],
    *,
    types: Types | None = None,
    key: Sequence[str] = (),
    late: Lateness | None = None,
) -> Comparison:
    """Judge an output. `types` are those of its columns, `key` is the sink's, `late` what the run dropped."""
    return Comparator(expected, changes, types or {}, tuple(expected.key or key)).run(late)


class Comparator:
    """One output being judged."""

    def __init__(
        self, expected: Expected, changes: Sequence[Change], types: Types, key: tuple[str, ...]
    ) -> None:
        self.expected, self.types, self.key = expected, types, key
        self.result = Comparison()
        self.wanted: Sequence[Row] = expected.rows
        self.given: Sequence[Row] = output_rows(changes, expected.mode, key)
        names = dict.fromkeys(name for row in (*self.wanted, *self.given) for name in row)
        if expected.mode != "table":
            names.setdefault(KIND)
        self.names = tuple(name for name in names if name not in expected.ignore)
        self._note_unknown(dict.fromkeys(name for row in self.given for name in row))
        self.read = {name: cell_comparison.build_canonicalizer(types.get(name)) for name in self.names}
        if expected.mode == "table":
            self._note_unmatched(changelog.materialize(changes, key)[1])

    def run(self, late: Lateness | None) -> Comparison:
        """Match the rows and describe the differences."""
        pairs = self._match_rows()
        wanted_used, given_used = {e for e, _ in pairs}, {a for _, a in pairs}
        missing = [row for place, row in enumerate(self.wanted) if place not in wanted_used]
        unexpected = [row for place, row in enumerate(self.given) if place not in given_used]
        self.result.matched = len(pairs)
        if not missing and not unexpected and self.expected.mode == "ordered":
            self._judge_order()
        self._report(missing, unexpected, late)
        return self.result

    def _match_rows(self) -> row_matching.Pairs:
        """Rows that go together. Those naming different columns are matched set by set, large ones first."""
        if self.expected.mode == "ordered" and len(self.wanted) == len(self.given):
            both = zip(self.wanted, self.given, strict=True)
            if all(self._same(one, two) for one, two in both):
                return [(place, place) for place in range(len(self.wanted))]
        sets: dict[frozenset[str], list[int]] = defaultdict(list)
        for place, row in enumerate(self.wanted):
            sets[self._named_columns(row)].append(place)
        rows, actual = len(self.wanted), len(self.given)
        if len(sets) > 1 and rows <= row_matching.MAX_ASSIGNED and rows * actual <= row_matching.MAX_PAIRS:
            return row_matching.assign(rows, actual, lambda e, a: self._same(self.wanted[e], self.given[a]))
        pairs: row_matching.Pairs = []
        left = set(range(len(self.given)))
        for named, places in sorted(sets.items(), key=lambda item: (-len(item[0]), sorted(item[0]))):
            columns = tuple(name for name in self.names if name in named)
            wanted = [self._build_candidate(place, self.wanted[place], columns, True) for place in places]
            given = [
                self._build_candidate(place, self.given[place], columns, False) for place in sorted(left)
            ]
            found = row_matching.match(wanted, given)
            left -= {place for _, place in found}
            pairs += found
        return pairs

    def _named_columns(self, row: Row) -> frozenset[str]:
        if not self.expected.partial:
            return frozenset(self.names)
        kind = {KIND} if self.expected.mode != "table" else set()
        return frozenset(name for name in self.names if name in row or name in kind)

    def _cell(self, row: Row, name: str) -> Any:
        return self.read[name](row.get(name, "+I") if name == KIND else row.get(name))

    def _tolerance(self, name: str) -> Tolerance:
        return self.expected.columns.get(name, self.expected.tolerance)

    def _range(self, name: str, value: object, wanted: bool) -> tuple[Decimal, Decimal] | None:
        tolerance, type_ = self._tolerance(name), self.types.get(name)
        if tolerance == cell_comparison.EXACT or name in self.key:
            return None
        at = cell_comparison.to_scale(type_, value)
        if at is None:
            return None
        return tolerance.bounds(at, cell_comparison.is_time(type_)) if wanted else (at, at)

    def _build_candidate(self, place: int, row: Row, columns: Sequence[str], wanted: bool) -> MatchCandidate:
        exact: list[Hashable] = []
        ranges = []
        for name in columns:
            value = self._cell(row, name)
            range_ = self._range(name, value, wanted)
            exact.append(("about",) if range_ else value)
            if range_:
                ranges.append(range_)
        return MatchCandidate(place, tuple(exact), tuple(ranges))

    def _equal(self, name: str, one: Row, two: Row) -> bool:
        wanted, given = self._cell(one, name), self._cell(two, name)
        if wanted == given:
            return True
        bounds, at = self._range(name, wanted, True), self._range(name, given, False)
        return bounds is not None and at is not None and bounds[0] <= at[0] <= bounds[1]

    def _same(self, one: Row, two: Row) -> bool:
        named = self._named_columns(one)
        return all(self._equal(name, one, two) for name in self.names if name in named)

    def _judge_order(self) -> None:
        for place, (one, two) in enumerate(zip(self.wanted, self.given, strict=True), start=1):
            if not self._same(one, two):
                self.result.ok = False
                self.result.notes.append(
                    f"All rows came, but in another order: row {place} should be"
                    f" {cell_comparison.format_row(one, self._first_columns(one))}"
                    f" and is {cell_comparison.format_row(two, self._first_columns(one))}."
                )
                return

    def _first_columns(self, row: Row) -> tuple[str, ...]:
        return tuple(name for name in self.names if name in row)[:6]

    def _report(self, missing: list[Row], unexpected: list[Row], late: Lateness | None) -> None:
        result = self.result
        result.key = self.key or self._found_key(missing, unexpected)
        changed = self._changed(missing, unexpected) if result.key else []
        paired = {id(row) for one, two in changed for row in (one, two)}
        missing = [row for row in missing if id(row) not in paired]
        unexpected = [row for row in unexpected if id(row) not in paired]
        result.counts = {"missing": len(missing), "unexpected": len(unexpected), "changed": len(changed)}
        result.ok = result.ok and not any((missing, unexpected, changed))
        result.missing, result.unexpected = missing[:MAX_SHOWN], unexpected[:MAX_SHOWN]
        result.changed = [self._difference(one, two) for one, two in changed[:MAX_SHOWN]]
        if not result.ok and late is not None:
            short = [*missing, *(one for one, _ in changed)]
            result.notes += late_diagnosis.explain(short[:MAX_SHOWN], result.key, late)

    def _found_key(self, missing: Sequence[Row], unexpected: Sequence[Row]) -> tuple[str, ...]:
        """Texts and times are the key, if there are any and each of the remaining rows has its own."""
        sample = [*missing, *unexpected]
        columns = tuple(
            name
            for name in self.names
            if name != KIND
            and not any(cell_comparison.is_number(self.types.get(name), row.get(name)) for row in sample)
            and all(name in row for row in missing)
        )
        return (
            columns if columns and all(self._apart(rows, columns) for rows in (missing, unexpected)) else ()
        )

    def _apart(self, rows: Sequence[Row], columns: tuple[str, ...]) -> bool:
        return len({self._key_of(row, columns) for row in rows}) == len(rows)

    def _key_of(self, row: Row, columns: Iterable[str]) -> tuple[Hashable, ...]:
        return tuple(self.read[name](row.get(name)) if name in self.read else None for name in columns)

    def _changed(self, missing: Sequence[Row], unexpected: Sequence[Row]) -> list[tuple[Row, Row]]:
        waiting: dict[Hashable, list[Row]] = defaultdict(list)
        for row in reversed(unexpected):
            waiting[self._key_of(row, self.result.key)].append(row)
        found = []
        for row in missing:
            same = waiting.get(self._key_of(row, self.result.key))
            if same:
                found.append((row, same.pop()))
        return found

    def _difference(self, one: Row, two: Row) -> ChangedRow:
        named = self._named_columns(one)
        differing = [n for n in self.names if n in named and not self._equal(n, one, two)]
        default = {KIND: "+I"}
        return {
            "key": {name: one.get(name) for name in self.result.key},
            "cells": [
                {"column": n, "expected": one.get(n, default.get(n)), "actual": two.get(n, default.get(n))}
                for n in differing
            ],
            "expected": one,
            "actual": two,
        }

    def _note_unknown(self, given: Mapping[str, Any]) -> None:
        known = [*(self.types or given)]
        used = dict.fromkeys(name for row in self.wanted for name in row)
        for name in (*used, *self.expected.key, *self.expected.ignore):
            if known and name not in known and name != KIND:
                self.result.notes.append(f"The output has no column {name!r}.{did_you_mean(name, known)}")

    def _note_unmatched(self, count: int) -> None:
        if count:
            what = "change takes" if count == 1 else "changes take"
            self.result.notes.append(f"{count} {what} back a row that is not in the table.")
