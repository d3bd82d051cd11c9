"""When the rows of a test arrive: a plan and the rows' event times give an order and a watermark for each.

Pure and repeatable: the same rows, plan and seed give the same arrivals. Times are milliseconds since 1970,
on one clock that event time and arrival share: without delays a row arrives when it happened.

The watermark is that of Flink's `WATERMARK FOR t AS t - delay` evaluated after every record: the largest
event time so far less the delay. A row is late when its event time is not above the watermark at its arrival.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from penstock.testkit.arrival_plan import ArrivalError, Delayed, Explicit, Gap, Plan, Recorded, Shuffled


class ArrivalDocument(TypedDict):
    """The JSON form of an arrival."""

    row_index: int
    arrival_ms: int
    event_ms: int | None
    watermark_before: int | None
    watermark_after: int | None
    late: bool


class Timeline(TypedDict):
    """Points of a chart: arrivals, the watermark's steps as (arrival, watermark), and counts of all rows."""

    rows: list[ArrivalDocument]
    watermark: list[list[int]]
    total: int
    late: int
    without_time: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A row's arrival. `row_index` is its place in the pack; watermarks are None before the first."""

    row_index: int
    arrival_ms: int
    event_ms: int | None
    watermark_before: int | None
    watermark_after: int | None
    late: bool

    def to_dict(self) -> ArrivalDocument:
        """The JSON form."""
        return {
            "row_index": self.row_index,
            "arrival_ms": self.arrival_ms,
            "event_ms": self.event_ms,
            "watermark_before": self.watermark_before,
            "watermark_after": self.watermark_after,
            "late": self.late,
        }


def schedule(
    events: Sequence[int | None],
    plan: Plan,
    *,
    delay_ms: int = 0,
    origin_ms: int | None = None,
    column_times: Sequence[int] | None = None,
) -> list[Arrival]:
    """The rows in the order of arrival.

    `events` are the rows' event times in the order of the pack. Without any, one row arrives each
    millisecond. `origin_ms` is the first event of the whole test, this source's own when not given.
    `column_times` are the values of an explicit plan's column, as absolute times in milliseconds.

    Raises:
        ArrivalError: The plan does not fit the rows.
    """
    known = [event for event in events if event is not None]
    start = origin_ms if origin_ms is not None else min(known, default=0)
    times = _fill_missing_times(events, start) if known else [start + place for place in range(len(events))]
    ordered = sorted(_arrival_times(times, plan, start, column_times), key=lambda pair: pair[0])
    return _apply_watermarks(_apply_gaps(ordered, plan.gaps), events, delay_ms)


def _fill_missing_times(events: Sequence[int | None], start: int) -> list[int]:
    """A row without a time goes with the one above it."""
    found, last = [], start
    for event in events:
        last = last if event is None else event
        found.append(last)
    return found


def _arrival_times(
    times: Sequence[int], plan: Plan, start: int, column_times: Sequence[int] | None
) -> list[tuple[int, int]]:
    """For each row (arrival, place in the pack), such that a stable sort by arrival gives the order."""
    if isinstance(plan, Recorded):
        return list(zip(_running_max(times), range(len(times)), strict=True))
    if isinstance(plan, Explicit):
        return list(
            zip(_explicit_times(plan, len(times), start, column_times), range(len(times)), strict=True)
        )
    in_order = sorted(range(len(times)), key=times.__getitem__)
    if isinstance(plan, Shuffled):
        draw = random.Random(plan.seed)  # noqa: S311 - repeatable is what it must be
        return [(times[row] + draw.randrange(max(plan.bound_ms, 1)), row) for row in in_order]
    late = _choose_delayed(plan, len(times)) if isinstance(plan, Delayed) else frozenset[int]()
    by_ms = plan.by_ms if isinstance(plan, Delayed) else 0
    return [(times[row] + (by_ms if row in late else 0), row) for row in in_order]


def _running_max(times: Sequence[int]) -> list[int]:
    found: list[int] = []
    for time in times:
        found.append(max(time, found[-1]) if found else time)
    return found


def _explicit_times(plan: Explicit, count: int, start: int, column_times: Sequence[int] | None) -> list[int]:
    if plan.offsets is not None:
        if len(plan.offsets) != count:
            sentence = f"The arrival plan has {len(plan.offsets)} offsets, but the pack has {count} rows."
            raise ArrivalError(sentence)
        return [start + offset for offset in plan.offsets]
    if column_times is None or len(column_times) != count:
        raise ArrivalError(f"Column {plan.column!r} has no arrival time for each row.")
    return list(column_times)


def _choose_delayed(plan: Delayed, count: int) -> frozenset[int]:
    if plan.rows is not None:
        beyond = [row for row in plan.rows if row >= count]
        if beyond:
            raise ArrivalError(f"The arrival plan delays row {beyond[0] + 1}, but the pack has {count} rows.")
        return frozenset(plan.rows)
    draw = random.Random(plan.seed)  # noqa: S311 - repeatable is what it must be
    return frozenset(draw.sample(range(count), round((plan.share or 0) * count)))


def _apply_gaps(ordered: list[tuple[int, int]], gaps: Sequence[Gap]) -> list[tuple[int, int]]:
    waits: dict[int, int] = {}
    for gap in gaps:
        if gap.after_row >= len(ordered):
            row, count = gap.after_row + 1, len(ordered)
            raise ArrivalError(f"The arrival plan has a gap after row {row}, but the pack has {count} rows.")
        waits[gap.after_row] = waits.get(gap.after_row, 0) + gap.idle_ms
    shifted, by_ms = [], 0
    for arrival, row in ordered:
        shifted.append((arrival + by_ms, row))
        by_ms += waits.get(row, 0)
    return shifted


def _apply_watermarks(
    ordered: list[tuple[int, int]], events: Sequence[int | None], delay_ms: int
) -> list[Arrival]:
    found: list[Arrival] = []
    before: int | None = None
    for arrival, row in ordered:
        event, after = events[row], before
        if event is not None:
            after = event - delay_ms if before is None else max(before, event - delay_ms)
        late = event is not None and before is not None and event <= before
        found.append(Arrival(row, arrival, event, before, after, late))
        before = after
    return found


def find_dropped_by_tumbling(arrivals: Sequence[Arrival], size_ms: int, offset_ms: int = 0) -> list[int]:
    """Places in the pack of the rows that a tumbling window drops, because it had closed before they came.

    Exact for a window right over this source, in UTC. Behind a join or union the slowest input counts.
    """
    dropped = []
    for arrival in arrivals:
        if arrival.event_ms is None or arrival.watermark_before is None:
            continue
        end = arrival.event_ms - (arrival.event_ms - offset_ms) % size_ms + size_ms
        if arrival.watermark_before >= end - 1:
            dropped.append(arrival.row_index)
    return dropped


def build_timeline(arrivals: Sequence[Arrival], most: int = 2000) -> Timeline:
    """The picture's data: points, the steps of the watermark, and how many are late of how many.

    Of more than `most` rows it shows an even choice, and every late row as long as they fit.
    """
    shown = _choose_shown(arrivals, most)
    steps: list[list[int]] = []
    for arrival in shown:
        after = arrival.watermark_after
        if after is not None and (not steps or steps[-1][1] != after):
            steps.append([arrival.arrival_ms, after])
    return {
        "rows": [arrival.to_dict() for arrival in shown],
        "watermark": steps,
        "total": len(arrivals),
        "late": sum(arrival.late for arrival in arrivals),
        "without_time": sum(arrival.event_ms is None for arrival in arrivals),
    }


def _choose_shown(arrivals: Sequence[Arrival], most: int) -> list[Arrival]:
    if len(arrivals) <= most:
        return list(arrivals)
    late = [place for place, arrival in enumerate(arrivals) if arrival.late][: most // 2]
    rest = most - len(late)
    even = {place * len(arrivals) // rest for place in range(rest)}
    return [arrivals[place] for place in sorted(even.union(late))]
