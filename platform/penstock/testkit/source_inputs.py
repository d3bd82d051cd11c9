"""The sources of a test: what a record of each consists of, its rows from a pack, and when they arrive.

A replay plan is built from these, see `penstock.testkit.replay_plan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from penstock.compiler.resolve import Resolution
from penstock.operators.record_schema import RecordSchema
from penstock.testkit import arrival, arrival_plan, timestamps
from penstock.testkit.arrival import Arrival
from penstock.testkit.arrival_plan import ArrivalError, Explicit, Plan
from penstock.testkit.changelog import Row
from penstock.testkit.pack_reader import Rows

PackRows = Sequence[Row]
IDLE_TIMEOUT = "table.exec.source.idle-timeout"
_UNITS = {"": 1, "ms": 1, "milli": 1, "millis": 1, "millisecond": 1, "milliseconds": 1}
_UNITS |= dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1000)
_UNITS |= dict.fromkeys(("m", "min", "minute", "minutes"), 60_000)
_UNITS |= dict.fromkeys(("h", "hour", "hours"), 3_600_000)


@dataclass(frozen=True, slots=True)
class SourceInput:
    """A source with its rows (in the order of the pack) and their arrivals (in the order of arrival)."""

    schema: RecordSchema
    rows: PackRows
    arrivals: Sequence[Arrival]


def find_record_schemas(resolution: Resolution) -> dict[str, RecordSchema]:
    """The record schema of each valid node that reads a store, by the node's name."""
    found = ((n.node.name, n.operator.record_schema(n.params, n.context)) for n in resolution.nodes)
    timeout = _parse_duration_ms(str(resolution.graph.settings.options.get(IDLE_TIMEOUT, "")))
    return {
        name: replace(schema, idle_timeout_ms=timeout)
        if schema.idle_timeout_ms is None and schema.event_time
        else schema
        for name, schema in found
        if schema is not None
    }


def schedule_inputs(
    schemas: Mapping[str, RecordSchema],
    packs: Mapping[str, PackRows],
    plans: Mapping[str, Mapping[str, object]],
) -> dict[str, SourceInput]:
    """Each source of `packs` with its rows and the time at which each of them arrives.

    Args:
        schemas: Record schemas by the name of the source.
        packs: Rows by the name of the source.
        plans: Documents of arrival plans by the name of the source; without one the rows arrive in order.

    Raises:
        ArrivalError: The plan of a source does not fit its rows; the message names the source.
        ValueError: A column of event times holds a value that is not a time.
    """
    events = {name: read_event_times(rows, schemas[name]) for name, rows in packs.items()}
    origin = find_origin(events)
    found = {}
    for name, rows in packs.items():
        try:
            plan = arrival_plan.load(dict(plans.get(name, {})))
            arrivals = arrival.schedule(
                events[name],
                plan,
                delay_ms=schemas[name].delay_ms,
                origin_ms=origin,
                column_times=_read_column(plan, rows, origin),
            )
        except ArrivalError as error:
            raise ArrivalError(f"{name}: {error}") from None
        found[name] = SourceInput(schemas[name], rows, arrivals)
    return found


def read_event_times(rows: Iterable[Row], schema: RecordSchema) -> list[int | None]:
    """The event time of each row in milliseconds since 1970; None where it has none."""
    if schema.event_time is None:
        return [None for _ in rows]
    return [_to_ms(row.get(schema.event_time)) for row in rows]


def read_arrival_column(rows: Iterable[Row], column: str, origin_ms: int) -> list[int]:
    """The arrival of each row as a column holds it: numbers count from the origin, timestamps are absolute.

    Raises:
        ArrivalError: A row has neither in this column.
    """
    found = []
    for number, row in enumerate(rows, start=1):
        value = row.get(column)
        if isinstance(value, int) and not isinstance(value, bool):
            found.append(origin_ms + value)
            continue
        try:
            found.append(timestamps.to_epoch_ms(value if isinstance(value, str) else ""))
        except ValueError:
            sentence = f"Row {number}: {column!r} has no arrival time; it needs milliseconds or a timestamp."
            raise ArrivalError(sentence) from None
    return found


def find_origin(events: Mapping[str, Sequence[int | None]]) -> int:
    """The first event of a test, from which explicit arrivals count."""
    return min((e for found in events.values() for e in found if e is not None), default=0)


def _read_column(plan: Plan, rows: PackRows, origin: int) -> list[int] | None:
    if not isinstance(plan, Explicit) or plan.column is None:
        return None
    # The column of a stored pack is read in one pass; asking row by row would seek for each in the file.
    cells = rows.column(plan.column) if isinstance(rows, Rows) else (row.get(plan.column) for row in rows)
    return read_arrival_column(({plan.column: cell} for cell in cells), plan.column, origin)


def _to_ms(value: object) -> int | None:
    return value if value is None or isinstance(value, int) else timestamps.to_epoch_ms(str(value))


def _parse_duration_ms(text: str) -> int | None:
    """A duration as Flink's options have it; None for none, for zero (which switches off) and for others."""
    found = re.fullmatch(r"\s*(\d{1,12})\s*([a-z]*)\s*", text, re.ASCII)
    unit = _UNITS.get(found[2]) if found else None
    return (int(found[1]) * unit or None) if found and unit else None
