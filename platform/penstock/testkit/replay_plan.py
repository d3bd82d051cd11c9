"""The replay's plan: the rows of all sources in the one order in which they arrive, as JSON lines.

`penstock.testkit.instrumentation` describes a line. Rows of one moment go by the order of the sources, then
by their own. A source that is silent for longer than its idle timeout gets an idle line where that ends, so
idleness is a part of the plan and not of the clock. No source ends before the plan does.
"""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from penstock.operators.record_schema import RecordSchema
from penstock.sql import types as sql_types
from penstock.testkit import timestamps
from penstock.testkit.arrival import Arrival, ArrivalError

KIND = "_kind"
"""The field of a pack's row that holds the kind of change, in packs for sources of changes."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Entry = tuple[int, int, int, Arrival | None]  # moment, source, place; without an arrival it is idle


@dataclass(frozen=True, slots=True)
class SourceInput:
    """A source with its rows (as packs give them, by place) and their arrivals, in order."""

    schema: RecordSchema
    rows: Sequence[Mapping[str, Any]]
    arrivals: Sequence[Arrival]


def read_event_times(rows: Iterable[Mapping[str, Any]], schema: RecordSchema) -> list[int | None]:
    """The event time of each row in milliseconds since 1970; None where it has none."""
    if schema.event_time is None:
        return [None for _ in rows]
    return [_to_ms(row.get(schema.event_time)) for row in rows]


def read_arrival_column(rows: Iterable[Mapping[str, Any]], column: str, origin_ms: int) -> list[int]:
    """When the rows arrive by a column: numbers count from the origin, timestamps are taken as they are."""
    found = []
    for number, row in enumerate(rows, start=1):
        value = row.get(column)
        if isinstance(value, int) and not isinstance(value, bool):
            found.append(origin_ms + value)
            continue
        try:
            found.append(timestamps.to_epoch_ms(value if isinstance(value, str) else ""))
        except ValueError:
            sentence = f"Row {number}: {column!r} tells no arrival; it needs milliseconds or a timestamp."
            raise ArrivalError(sentence) from None
    return found


def _to_ms(value: Any) -> int | None:
    return value if value is None or isinstance(value, int) else timestamps.to_epoch_ms(value)


def find_origin(events: Mapping[str, Sequence[int | None]]) -> int:
    """The first event of a test, from which explicit arrivals count."""
    return min((e for found in events.values() for e in found if e is not None), default=0)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plan: its text, its source, and the arrival that it stands for; None where it is idle."""

    text: str
    source: str
    arrival: Arrival | None


def iter_lines(sources: Mapping[str, SourceInput], *, real_time: bool = False) -> Iterator[str]:
    """The plan, line by line. In real time it waits between rows as long as the arrivals lie apart."""
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


def _build_line(table: str, input_: SourceInput, place: int, arrival: Arrival) -> dict[str, Any]:
    row = input_.rows[arrival.row_index]
    physical = {column.name: row.get(column.name) for column in input_.schema.columns}
    line: dict[str, Any] = {"table": table, "row": physical}
    if input_.schema.meta:
        line["meta"] = {
            key: _fill_metadata(row.get(column.name), column.type, table, place, arrival)
            for column, key in input_.schema.meta
        }
    kind = row.get(KIND) if input_.schema.changes else None
    if kind not in (None, "+I"):
        line["kind"] = kind
    return line


def _fill_metadata(value: Any, type_: str, table: str, place: int, arrival: Arrival) -> Any:
    """The value, or what a store would have set: its name, one partition, the record's number, the time."""
    if value is not None or not type_.endswith(" NOT NULL"):
        return value
    root = sql_types.parse(type_).root
    if root in ("TIMESTAMP", "TIMESTAMP_LTZ"):
        text = (_EPOCH + timedelta(milliseconds=arrival.arrival_ms)).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        return f"{text}Z" if root == "TIMESTAMP_LTZ" else text
    return {"STRING": table, "INT": 0, "BIGINT": place}.get(root)


def _to_json(line: Mapping[str, Any]) -> str:
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"))
