"""Records that were dropped as late: which, by which operator, in which node, and how late they were."""

from __future__ import annotations

import re
from collections.abc import Iterable

from penstock.planner.protocol import DroppedRecord
from penstock.testbench.model import LateRecord
from penstock.testbench.setup import TestSetup
from penstock.testkit import timestamps
from penstock.testkit.late_diagnosis import Lateness, LateRow

_OPERATOR_NUMBER = re.compile(r"\[\d+\]$")
#: A watermark before the first, and after the last.
_NO_WATERMARK, _FINAL_WATERMARK = -(2**63), 2**63 - 1


def describe_late_records(setup: TestSetup, found: Iterable[DroppedRecord]) -> list[LateRecord]:
    """The planner's list with rows, event times and sentences, in the order of arrival."""
    return [_describe_record(setup, entry) for entry in found]


def summarize_lateness(setup: TestSetup, late: Iterable[LateRecord]) -> Lateness:
    """The same for the comparison of outputs."""
    dropped: dict[str, int] = {}
    rows = []
    for entry in late:
        where = _describe_place(setup, entry["operator"], entry["node"])
        dropped[where] = dropped.get(where, 0) + 1
        source, row = entry["source"], entry["row"]
        event, watermark = entry["event_ms"], entry["watermark_ms"]
        if source is not None and row is not None and event is not None and watermark is not None:
            rows.append(LateRow(source, row, event, watermark))
    return Lateness(dropped, rows)


def _describe_record(setup: TestSetup, entry: DroppedRecord) -> LateRecord:
    found = setup.find_arrival(entry["line"])
    source, arrival = found or (None, None)
    operator, node = _OPERATOR_NUMBER.sub("", entry["operator"]), entry["node"]
    watermark: int | None = entry["watermark"]
    if watermark in (None, _NO_WATERMARK, _FINAL_WATERMARK):
        watermark = arrival.watermark_before if arrival else None
    row = arrival.row_index if arrival else None
    event = arrival.event_ms if arrival else None
    sentence = _explain(source, row or 0, event, watermark)
    return {
        "source": source,
        "row": row,
        "operator": operator,
        "node": node,
        "event_ms": event,
        "watermark_ms": watermark,
        "message": f"{sentence} {_describe_place(setup, operator, node)} dropped it.",
    }


def _describe_place(setup: TestSetup, operator: str, node: str | None) -> str:
    """The operator, with its node where that is certain."""
    return f"{operator} in {setup.node_names[node]!r}" if node else operator


def _explain(source: str | None, row: int, event: int | None, watermark: int | None) -> str:
    mark = ""
    if watermark is not None:
        mark = f" when the watermark was at {timestamps.format_epoch_ms(watermark)}"
    if source is None:
        return "A row that the end of all input caused was too late."
    of = f"Row {row + 1} of {source}"
    if event is None:
        return f"{of} caused a row that came too late{mark}."
    at = timestamps.format_epoch_ms(event)
    if watermark is not None and event > watermark:
        return f"{of} ({at}) caused an older row, which came too late{mark}."
    return f"{of} ({at}) came too late{mark}."
