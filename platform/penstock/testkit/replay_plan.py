"""The replay plan: the rows of all sources in the order in which they arrive, as JSON lines.

`penstock.testkit.instrumentation` describes a line. Rows of the same time are ordered by the order of the
sources, then by their own. A source without rows for longer than its idle timeout gets an idle line where the
timeout ends, so idleness is a part of the plan and not of the clock. No source ends before the plan does.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Required, TypedDict

from penstock.sql import types as sql_types
from penstock.testkit.arrival import Arrival
from penstock.testkit.changelog import KIND, ChangeKind
from penstock.testkit.source_inputs import SourceInput

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Entry = tuple[int, int, int, Arrival | None]  # time, source, position; without an arrival it is idle


class RowLine(TypedDict, total=False):
    """A line of the plan that represents a row, see `penstock.testkit.instrumentation`."""

    table: Required[str]
    row: Required[dict[str, Any]]
    meta: dict[str, Any]
    kind: ChangeKind
    pause_ms: int


class IdleLine(TypedDict):
    """A line of the plan from which on the table holds back no watermark, until its next row."""

    table: str
    idle: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan: its text, its source, and the arrival that it represents; None where it is idle."""

    text: str
    source: str
    arrival: Arrival | None


def iter_lines(sources: Mapping[str, SourceInput], *, real_time: bool = False) -> Iterator[str]:
    """The plan, line by line. In real time it waits between rows as long as the arrivals are apart."""
    return (line.text for line in iter_lines_with_origin(sources, real_time=real_time))


def iter_lines_with_origin(sources: Mapping[str, SourceInput], *, real_time: bool = False) -> Iterator[Line]:
    """The plan, line by line, each with the row that it came from."""
    names = list(sources)
    all_arrivals = [input_.arrivals for input_ in sources.values() if input_.arrivals]
    first = min((a[0].arrival_ms for a in all_arrivals), default=0)
    last = max((a[-1].arrival_ms for a in all_arrivals), default=0)
    entries = [_iter_entries(n, input_, first, last) for n, input_ in enumerate(sources.values())]
    now = first
    for moment, source, place, arrival in heapq.merge(*entries, key=lambda entry: entry[:3]):
        name = names[source]
        if arrival is None:
            yield Line(_to_json({"table": name, "idle": True}), name, None)
            continue
        line = _build_line(name, sources[name], place, arrival)
        if real_time and moment > now:
            line["pause_ms"] = moment - now
        now = moment
        yield Line(_to_json(line), name, arrival)


def _iter_entries(source: int, input_: SourceInput, first: int, last: int) -> Iterator[_Entry]:
    timeout = input_.schema.idle_timeout_ms
    active = first
    for place, arrival in enumerate(input_.arrivals):
        if timeout is not None and arrival.arrival_ms - active > timeout:
            yield active + timeout, source, place - 1, None
        yield arrival.arrival_ms, source, place, arrival
        active = arrival.arrival_ms
    if timeout is not None and last - active > timeout:
        yield active + timeout, source, len(input_.arrivals), None


def _build_line(table: str, input_: SourceInput, place: int, arrival: Arrival) -> RowLine:
    row = input_.rows[arrival.row_index]
    physical = {column.name: row.get(column.name) for column in input_.schema.columns}
    line: RowLine = {"table": table, "row": physical}
    if input_.schema.meta:
        line["meta"] = {
            key: _fill_metadata(row.get(column.name), column.type, table, place, arrival)
            for column, key in input_.schema.meta
        }
    kind = row.get(KIND) if input_.schema.changes else None
    if kind not in (None, "+I"):
        line["kind"] = kind
    return line


def _fill_metadata(value: object, type_: str, table: str, place: int, arrival: Arrival) -> object:
    """The value, or what a store would have set: its name, one partition, the record's number, the time."""
    if value is not None or not type_.endswith(" NOT NULL"):
        return value
    root = sql_types.parse(type_).root
    if root in ("TIMESTAMP", "TIMESTAMP_LTZ"):
        text = (_EPOCH + timedelta(milliseconds=arrival.arrival_ms)).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        return f"{text}Z" if root == "TIMESTAMP_LTZ" else text
    return {"STRING": table, "INT": 0, "BIGINT": place}.get(root)


def _to_json(line: RowLine | IdleLine) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))
