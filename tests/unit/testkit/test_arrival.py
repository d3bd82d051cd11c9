"""Arrival plans: the order, the watermark and what is late; by examples and by laws."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.testkit import arrival
from penstock.testkit.arrival import build_timeline, find_dropped_by_tumbling, schedule
from penstock.testkit.arrival_plan import ArrivalError, load

EVENTS = st.lists(st.one_of(st.none(), st.integers(-100_000, 2_000_000)), max_size=40)
PLANS = st.one_of(
    st.just({}),
    st.just({"mode": "recorded"}),
    st.builds(
        lambda bound, seed: {"mode": "shuffled", "bound_ms": bound, "seed": seed},
        st.integers(0, 9000),
        st.integers(),
    ),
    st.builds(
        lambda by, share, seed: {"mode": "delayed", "by_ms": by, "share": share, "seed": seed},
        st.integers(0, 9000),
        st.floats(0, 1),
        st.integers(),
    ),
)


@pytest.mark.parametrize(
    ("events", "plan", "rows", "times"),
    [
        ([30, 10, 20], None, [1, 2, 0], [10, 20, 30]),
        ([10, 10, 5], {"mode": "in-order"}, [2, 0, 1], [5, 10, 10]),
        ([30, 10, 40], {"mode": "recorded"}, [0, 1, 2], [30, 30, 40]),
        ([10, 20, 30], {"mode": "delayed", "rows": [0], "by_ms": 15}, [1, 0, 2], [20, 25, 30]),
        ([10, 20], {"mode": "delayed", "rows": [0], "by_ms": 10}, [0, 1], [20, 20]),
        ([10, 20, 30], {"mode": "explicit", "offsets": [9, 0, 4]}, [1, 2, 0], [10, 14, 19]),
        ([10, 20, 30], {"gaps": [{"after_row": 0, "idle_ms": 100}]}, [0, 1, 2], [10, 120, 130]),
        ([10, None, 5], {}, [2, 0, 1], [5, 10, 10]),
        ([None, None], {}, [0, 1], [0, 1]),
        ([], {"mode": "shuffled", "bound_ms": 5}, [], []),
    ],
)
def test_order(events: list[int | None], plan: Any, rows: list[int], times: list[int]) -> None:
    found = schedule(events, load(plan))
    assert [a.row_index for a in found] == rows
    assert [a.arrival_ms for a in found] == times


def test_the_watermark_is_the_largest_time_less_the_delay() -> None:
    plan = load({"mode": "recorded"})
    found = schedule([100, 90, 130, 105, 104], plan, delay_ms=25)
    assert [(a.watermark_before, a.watermark_after, a.late) for a in found] == [
        (None, 75, False),
        (75, 75, False),
        (75, 105, False),
        (105, 105, True),
        (105, 105, True),
    ]


def test_a_column_has_absolute_arrivals() -> None:
    plan = load({"mode": "explicit", "column": "came"})
    assert [a.row_index for a in schedule([1, 2], plan, column_times=[50, 40])] == [1, 0]
    with pytest.raises(ArrivalError, match="'came' has no arrival time"):
        schedule([1, 2], plan)


def test_a_shuffle_is_the_same_for_a_seed() -> None:
    events = list(range(0, 5000, 10))
    one, two = ({"mode": "shuffled", "bound_ms": 400, "seed": seed} for seed in (1, 2))
    assert schedule(events, load(one)) == schedule(events, load(one))
    assert schedule(events, load(one)) != schedule(events, load(two))
    # Held as figures: another version of Python must not change anybody's test.
    plan = load({"mode": "shuffled", "bound_ms": 100, "seed": 7})
    assert [a.row_index for a in schedule([0, 10, 20, 30, 40], plan)] == [1, 0, 4, 2, 3]


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"mode": "sideways"}, "Arrival plan"),
        ({"mode": "shuffled"}, "shuffled.bound_ms|bound_ms"),
        ({"mode": "shuffled", "bound_ms": -1}, "bound_ms: Input should be greater"),
        ({"mode": "delayed", "by_ms": 1}, "either a share"),
        ({"mode": "delayed", "by_ms": 1, "share": 2}, "share"),
        ({"mode": "explicit"}, "either a column"),
        ({"mode": "in-order", "x": 1}, "x: Extra"),
        ([1], "Arrival plan"),
    ],
)
def test_plans_that_make_no_sense(plan: Any, sentence: str) -> None:
    with pytest.raises(ArrivalError, match=sentence):
        load(plan)


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"mode": "explicit", "offsets": [1]}, "1 offsets, but the pack has 2 rows"),
        ({"mode": "delayed", "by_ms": 1, "rows": [2]}, "The arrival plan delays row 3"),
        ({"gaps": [{"after_row": 2, "idle_ms": 1}]}, "gap after row 3"),
    ],
)
def test_plans_that_do_not_fit_the_rows(plan: Any, sentence: str) -> None:
    with pytest.raises(ArrivalError, match=sentence):
        schedule([1, 2], load(plan))


@given(EVENTS, PLANS, st.integers(0, 5000))
def test_laws(events: list[int | None], plan: dict[str, Any], delay: int) -> None:
    found = schedule(events, load(plan), delay_ms=delay)
    assert sorted(a.row_index for a in found) == list(range(len(events)))
    assert [a.arrival_ms for a in found] == sorted(a.arrival_ms for a in found)
    assert all(a.event_ms == events[a.row_index] for a in found)
    high: int | None = None
    for a in found:
        assert a.watermark_before == (None if high is None else high - delay)
        assert a.late == (a.event_ms is not None and high is not None and a.event_ms <= high - delay)
        if a.event_ms is not None:
            high = a.event_ms if high is None else max(high, a.event_ms)


@given(st.lists(st.integers(0, 100_000), max_size=60), st.integers(1, 5000), st.integers())
def test_a_shuffle_within_the_delay_makes_nothing_late(events: list[int], bound: int, seed: int) -> None:
    plan = load({"mode": "shuffled", "bound_ms": bound, "seed": seed})
    assert not any(a.late for a in schedule(events, plan, delay_ms=bound))


@given(st.lists(st.integers(0, 9999), min_size=1), st.floats(0, 1), st.integers())
def test_a_share_is_exact(events: list[int], share: float, seed: int) -> None:
    plan = load({"mode": "delayed", "share": share, "by_ms": 777, "seed": seed})
    delayed = [a for a in schedule(events, plan) if a.arrival_ms != a.event_ms]
    assert len(delayed) == round(share * len(events))


@pytest.mark.parametrize(
    ("events", "delay", "dropped"),
    [
        # The window [0, 60 s) closes at the watermark 59.999.
        ([0, 59_999, 1], 0, [2]),
        ([0, 59_998, 1], 0, []),
        ([0, 64_998, 1], 5000, []),
        ([0, 64_999, 1], 5000, [2]),
        ([0, 90_000, 60_000], 0, []),
        ([-1, 0, -60_000, -60_001], 0, [2, 3]),
    ],
)
def test_what_a_tumbling_window_drops(events: list[int | None], delay: int, dropped: list[int]) -> None:
    found = schedule(events, load({"mode": "recorded"}), delay_ms=delay)
    assert find_dropped_by_tumbling(found, 60_000) == dropped


def test_windows_may_be_shifted() -> None:
    found = schedule([10, 64, 20, 6], load({"mode": "recorded"}))
    assert find_dropped_by_tumbling(found, 60, 5) == [2, 3]
    assert find_dropped_by_tumbling(found, 60, 20) == [3]


def test_the_timeline_keeps_the_late_ones() -> None:
    events = [*range(1000, 6000), 0]
    found = schedule(events, load({"mode": "recorded"}))
    picture = build_timeline(found, most=100)
    assert (picture["total"], picture["late"], picture["without_time"]) == (5001, 1, 0)
    assert len(picture["rows"]) <= 100
    assert picture["rows"][-1]["late"]
    assert picture["watermark"][0] == [1000, 1000]
    assert arrival.build_timeline([])["rows"] == []
