"""Expected against actual: ways to look, tolerance, the diff by key, why a result is missing."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.sql import types as sql_types
from penstock.testkit import changelog, comparison
from penstock.testkit.comparison import Expected
from penstock.testkit.late_diagnosis import Lateness, LateRow

TYPES = {
    name: sql_types.parse(type_)
    for name, type_ in {
        "city": "STRING",
        "at": "TIMESTAMP(3)",
        "n": "BIGINT NOT NULL",
        "sum": "DECIMAL(10, 2)",
        "mean": "DOUBLE",
    }.items()
}


def changes(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"kind": row.get("_kind", "+I"), "row": {k: v for k, v in row.items() if k != "_kind"}}
        for row in rows
    ]


def judge(expected: list[dict[str, Any]], actual: list[dict[str, Any]], **how: Any) -> comparison.Comparison:
    typed = how.pop("types", TYPES)
    late, key = how.pop("late", None), how.pop("sink_key", ())
    return comparison.compare(
        Expected(rows=tuple(expected), **how), changes(*actual), types=typed, late=late, key=key
    )


A, B = {"city": "A", "n": 1}, {"city": "B", "n": 2}
A3 = {"city": "A", "n": 3}


@pytest.mark.parametrize(
    ("expected", "actual", "how", "ok"),
    [
        ([], [], {}, True),
        ([A, B], [B, A], {}, True),
        ([A, A], [A], {}, False),
        ([A], [A, A], {}, False),
        ([A, B], [A, B], {"mode": "ordered"}, True),
        ([A, B], [B, A], {"mode": "ordered"}, False),
        ([{"city": "A"}], [A], {}, False),
        ([{"city": "A"}], [A], {"partial": True}, True),
        ([{"city": "A"}, A], [{"city": "A", "n": 5}, A], {"partial": True}, True),
        ([{"city": "A"}], [A], {"ignore": ["n"]}, True),
        ([{"sum": 2.5}], [{"sum": "2.50"}], {}, True),
        ([{"at": "2026-01-02T03:04:05.600Z"}], [{"at": "2026-01-02 03:04:05.6"}], {}, True),
        ([{"n": "1"}], [{"n": 1}], {}, True),
        ([{"n": None}], [{}], {}, True),
        ([{"sum": "0.80"}], [{"sum": "0.70"}], {"tolerance": {"absolute": 0.1}}, True),
        ([{"sum": "0.80"}], [{"sum": "0.69"}], {"tolerance": {"absolute": 0.1}}, False),
        ([{"mean": 200}], [{"mean": 201.9}], {"tolerance": {"relative": 0.01}}, True),
        ([{"mean": None}], [{"mean": 0.0}], {"tolerance": {"absolute": 1}}, False),
        ([{"n": 1, "mean": 1}], [{"n": 2, "mean": 2}], {"columns": {"mean": {"absolute": 1}}}, False),
        ([{"at": "2026-01-01"}], [{"at": "2025-12-31 23:59:59.500"}], {"tolerance": {"ms": 500}}, True),
        ([{"at": "2026-01-01"}], [{"at": "2025-12-31 23:59:59.499"}], {"tolerance": {"ms": 500}}, False),
        # Exact pairs first would leave 1 without a partner.
        ([{"mean": 1}, {"mean": 2}], [{"mean": 2}, {"mean": 3}], {"tolerance": {"absolute": 1}}, True),
        ([A], [{**A, "_kind": "+U"}], {}, False),
        ([{**A, "_kind": "+U"}], [{**A, "_kind": "+U"}], {}, True),
        ([A3], [A, {**A, "_kind": "-U"}, {**A3, "_kind": "+U"}], {"mode": "table"}, True),
        ([B], [A, B, {"city": "A", "_kind": "-D"}], {"mode": "table", "key": ["city"]}, True),
        ([A3], [A, {**A3, "_kind": "+U"}], {"mode": "table", "sink_key": ["city"]}, True),
    ],
)  # fmt: skip
def test_what_is_equal(
    expected: list[dict[str, Any]], actual: list[dict[str, Any]], how: dict[str, Any], ok: bool
) -> None:
    found = judge(expected, actual, **how)
    assert found.ok == ok
    if ok:
        assert (found.matched, found.missing, found.unexpected, found.changed) == (len(expected), [], [], [])


def test_without_types_numbers_are_numbers() -> None:
    assert judge([{"x": 1}], [{"x": 1.0}], types={}).ok
    assert not judge([{"x": 1}], [{"x": True}], types={}).ok
    assert judge([{"x": {"a": [1]}}], [{"x": {"a": [1]}}], types={}).ok


def test_the_difference_is_told_by_key() -> None:
    actual = [{"city": "A", "n": 1, "sum": "5.00"}, {"city": "C", "n": 9}]
    found = judge([{"city": "A", "n": 2, "sum": "5"}, B], actual, key=["city"])
    assert (found.missing, found.unexpected) == ([B], [{"city": "C", "n": 9}])
    assert found.changed == [
        {
            "key": {"city": "A"},
            "cells": [{"column": "n", "expected": 2, "actual": 1}],
            "expected": {"city": "A", "n": 2, "sum": "5"},
            "actual": {"city": "A", "n": 1, "sum": "5.00"},
        }
    ]
    assert found.counts == {"missing": 1, "unexpected": 1, "changed": 1}


def test_a_key_is_found_where_none_is_given() -> None:
    row = {"city": "A", "at": "2026-01-01 00:00:00", "n": 1}
    found = judge([row], [{**row, "n": 2}])
    assert found.key == ("city", "at")
    assert found.changed[0]["cells"] == [{"column": "n", "expected": 1, "actual": 2}]
    assert judge([{"n": 1}], [{"n": 2}]).key == ()


def test_order_is_told() -> None:
    found = judge([A, B], [B, A], mode="ordered")
    assert "row 1 should be city=A, n=1 and is city=B, n=2" in found.notes[0]


def test_an_unknown_column_is_told() -> None:
    assert judge([{"town": "A"}], [A]).notes == ["The output has no column 'town'."]
    assert "Did you mean city?" in judge([A], [A], ignore=["citi"]).notes[0]


def test_a_change_without_its_row_is_told() -> None:
    found = judge([], [{**A, "_kind": "-D"}], mode="table")
    assert (found.ok, found.notes) == (True, ["1 change takes back a row that is not in the table."])


def test_what_is_shown_is_bounded() -> None:
    found = judge([{"n": n} for n in range(1000)], [], key=["n"])
    assert (len(found.missing), found.counts["missing"]) == (comparison.MAX_SHOWN, 1000)


WINDOW = {"window_start": "2026-01-01 00:00:00", "window_end": "2026-01-01 00:01:00", "city": "A"}
MIDNIGHT = 1767225600000


def test_a_missing_window_is_explained_by_late_rows() -> None:
    rows = [
        LateRow("orders", 6, MIDNIGHT + 30_000, MIDNIGHT + 60_000),
        LateRow("orders", 7, MIDNIGHT + 30_000, MIDNIGHT + 59_998),
        LateRow("orders", 8, MIDNIGHT + 60_000, MIDNIGHT + 70_000),
    ]
    late = Lateness({"GlobalWindowAggregate": 1, "other": 0}, rows)
    found = judge([WINDOW], [], late=late, types={}, key=["window_start", "window_end", "city"])
    assert found.notes == [
        "1 late row was dropped by GlobalWindowAggregate; results that count on them are missing or smaller.",
        "The window 2026-01-01 00:00:00.000 to 2026-01-01 00:01:00.000 of city=A had closed before these rows"
        " came: row 7 of orders (2026-01-01 00:00:30.000, when the watermark was at"
        " 2026-01-01 00:01:00.000).",
    ]
    assert judge([WINDOW], [], late=Lateness({}, rows), types={}).notes == []
    assert judge([WINDOW], [WINDOW], late=late, types={}).notes == []


def test_accepted_output_is_expected() -> None:
    output = changes(A, {**A, "_kind": "-U"}, {"city": "A", "n": 3, "_kind": "+U"}, B)
    modes: tuple[comparison.Mode, ...] = ("multiset", "ordered", "table")
    for mode in modes:
        accepted = Expected(mode=mode, rows=tuple(comparison.output_rows(output, mode)))
        assert comparison.compare(accepted, output, types=TYPES).ok


def test_large_outputs_are_quick() -> None:
    rows: list[dict[str, Any]] = [{"city": str(n % 997), "n": n, "mean": n / 7} for n in range(20_000)]
    other = [{**row, "mean": row["mean"] + 0.01} for row in rows]
    random.Random(1).shuffle(other)
    began = time.process_time()
    assert judge(rows, other, tolerance={"absolute": 0.02}).ok
    assert not judge(rows, other).ok
    assert time.process_time() - began < 20


CELLS: dict[str, st.SearchStrategy[Any]] = {
    "city": st.sampled_from(["A", "B", None]),
    "n": st.integers(0, 2),
    "mean": st.integers(0, 6),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), max_size=7)
EXPECTED_ROWS = st.lists(st.fixed_dictionaries({}, optional=CELLS), max_size=5)


def most_pairs(expected: list[dict[str, Any]], actual: list[dict[str, Any]], by: float) -> int:
    """By trying everything."""
    if not expected:
        return 0
    first, *rest = expected
    best = most_pairs(rest, actual, by)
    for place, row in enumerate(actual):
        fits = all(row[k] == v or (k != "city" and abs(row[k] - v) <= by) for k, v in first.items())
        if fits:
            best = max(best, 1 + most_pairs(rest, actual[:place] + actual[place + 1 :], by))
    return best


@given(EXPECTED_ROWS, ROWS.filter(lambda rows: len(rows) <= 5), st.integers(0, 2))
def test_as_many_pairs_as_there_can_be(
    expected: list[dict[str, Any]], actual: list[dict[str, Any]], by: int
) -> None:
    found = judge(expected, actual, partial=True, tolerance={"absolute": by})
    assert found.matched == most_pairs(expected, actual, by)


@given(ROWS, st.randoms())
def test_an_output_is_what_it_is_in_any_order(rows: list[dict[str, Any]], chance: Any) -> None:
    shuffled = rows[:]
    chance.shuffle(shuffled)
    assert judge(rows, shuffled).ok
    assert judge(rows, rows, mode="ordered").ok


@given(ROWS, ROWS)
def test_every_row_is_told_once(expected: list[dict[str, Any]], actual: list[dict[str, Any]]) -> None:
    found = judge(expected, actual)
    counts = found.counts
    assert found.matched + counts["missing"] + counts["changed"] == len(expected)
    assert found.matched + counts["unexpected"] + counts["changed"] == len(actual)
    assert found.ok == (counts["missing"] + counts["unexpected"] + counts["changed"] == 0)
    assert all(change["cells"] for change in found.changed)


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=30))
def test_the_table_by_key_is_the_one_by_value(updates: list[tuple[str, int]]) -> None:
    state: dict[str, int] = {}
    made = []
    for city, n in updates:
        old = state.get(city)
        if old is not None:
            made.append({"kind": "-U" if n else "-D", "row": {"city": city, "n": old}})
        if n:
            made.append({"kind": "+U" if old is not None else "+I", "row": {"city": city, "n": n}})
            state[city] = n
        else:
            state.pop(city, None)
    wanted = sorted((city, n) for city, n in state.items())
    for key in ((), ("city",)):
        rows, strange = changelog.materialize(made, key)
        assert sorted((row["city"], row["n"]) for row in rows) == wanted
        assert strange == 0
