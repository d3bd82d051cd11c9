"""The sources of a test with their rows and arrivals: what the replay's plan is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from penstock.operators.record_schema import RecordSchema
from penstock.testkit import arrival, replay_plan
from penstock.testkit.arrival import ArrivalError, Explicit
from penstock.testkit.pack_reader import Rows
from penstock.testkit.replay_plan import SourceInput

Pack = Sequence[Mapping[str, Any]]


def schedule_inputs(
    schemas: Mapping[str, RecordSchema], packs: Mapping[str, Pack], plans: Mapping[str, Mapping[str, Any]]
) -> dict[str, SourceInput]:
    """Each source of `packs` (by its name, like all three) with its rows and when they arrive.

    `plans` are documents of arrival plans; a source without one gets its rows in order. Raises ArrivalError
    with a sentence that names the source.
    """
    events = {name: replay_plan.read_event_times(rows, schemas[name]) for name, rows in packs.items()}
    origin = replay_plan.find_origin(events)
    found = {}
    for name, rows in packs.items():
        try:
            how = arrival.load(dict(plans.get(name, {})))
            arrivals = arrival.schedule(
                events[name],
                how,
                delay_ms=schemas[name].delay_ms,
                origin_ms=origin,
                column_times=_read_column(how, rows, origin),
            )
        except ArrivalError as error:
            raise ArrivalError(f"{name}: {error}") from None
        found[name] = SourceInput(schemas[name], rows, arrivals)
    return found


def _read_column(how: arrival.Plan, rows: Pack, origin: int) -> list[int] | None:
    if not isinstance(how, Explicit) or how.column is None:
        return None
    # A pack's own column is read line by line; asking row by row would look for each in the file.
    cells = rows.column(how.column) if isinstance(rows, Rows) else (row.get(how.column) for row in rows)
    return replay_plan.read_arrival_column(({how.column: cell} for cell in cells), how.column, origin)
