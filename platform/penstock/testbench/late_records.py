"""Rows that were dropped as too late: which, by what, in which node, and how late they were."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from penstock.testbench.setup import TestSetup
from penstock.testkit import timestamps
from penstock.testkit.late_diagnosis import Lateness, LateRow

_OPERATOR_NUMBER = re.compile(r"\[\d+\]$")
#: A watermark before the first, and after the last.
_NO_WATERMARK, _FINAL_WATERMARK = -(2**63), 2**63 - 1


def describe_late_records(setup: TestSetup, found: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The bench's list for people, in the order of arrival.

    `{"source", "row", "operator", "node", "event_ms", "watermark_ms", "message"}`: the row by its place in
    the pack, whose event time is None where it has none; `operator` as Flink names it, `node` is the id of
    the node that it belongs to, None where that is not certain. `source`, `row` and `event_ms` are None for
    what the end of all input brought about.
    """
    return [_describe_record(setup, entry) for entry in found]


def summarize_lateness(setup: TestSetup, late: Iterable[Mapping[str, Any]]) -> Lateness:
    """The same for the comparison of outputs."""
    dropped: dict[str, int] = {}
    rows = []
    for entry in late:
        where = _describe_place(setup, entry["operator"], entry["node"])
        dropped[where] = dropped.get(where, 0) + 1
        if entry["row"] is not None and entry["event_ms"] is not None and entry["watermark_ms"] is not None:
            rows.append(LateRow(entry["source"], entry["row"], entry["event_ms"], entry["watermark_ms"]))
    return Lateness(dropped, rows)


def _describe_record(setup: TestSetup, entry: Mapping[str, Any]) -> dict[str, Any]:
    found = setup.find_arrival(entry["line"])
    operator = _OPERATOR_NUMBER.sub("", entry["operator"])
    mark = entry.get("watermark")
    watermark = (
        mark
        if mark not in (None, _NO_WATERMARK, _FINAL_WATERMARK)
        else found[1].watermark_before
        if found
        else None
    )
    node = entry.get("node")
    source, row = (found[0], found[1].row_index) if found else (None, None)
    event = found[1].event_ms if found else None
    return {
        "source": source,
        "row": row,
        "operator": operator,
        "node": node,
        "event_ms": event,
        "watermark_ms": watermark,
        "message": _explain(found[0] if found else None, found[1].row_index if found else 0, event, watermark)
        + f" {_describe_place(setup, operator, node)} dropped it.",
    }


def _describe_place(setup: TestSetup, operator: str, node: str | None) -> str:
    """The operator, with the node that it belongs to where that is certain."""
    return f"{operator} in {setup.node_names[node]!r}" if node else operator


def _explain(source: str | None, row: int, event: int | None, watermark: int | None) -> str:
    stood = (
        f" when the watermark stood at {timestamps.format_epoch_ms(watermark)}"
        if watermark is not None
        else ""
    )
    if source is None:
        return "A row that the end of all input brought about was too late."
    of = f"Row {row + 1} of {source}"
    if event is None:
        return f"{of} brought a row about that came too late{stood}."
    if watermark is not None and event > watermark:
        at = timestamps.format_epoch_ms(event)
        return f"{of} ({at}) brought an older row about, which came too late{stood}."
    return f"{of} ({timestamps.format_epoch_ms(event)}) came too late{stood}."
