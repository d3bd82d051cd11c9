"""What the sources of a job are input_ with: the records of each, as its kind declares them."""

from __future__ import annotations

import re
from dataclasses import replace

from penstock.compiler.bindings import Bindings
from penstock.compiler.resolve import resolve
from penstock.graph.document import Graph
from penstock.operators.record_schema import RecordSchema

IDLE_TIMEOUT = "table.exec.source.idle-timeout"
_UNITS = {"": 1, "ms": 1, "milli": 1, "millis": 1, "millisecond": 1, "milliseconds": 1}
_UNITS |= dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1000)
_UNITS |= dict.fromkeys(("m", "min", "minute", "minutes"), 60_000)
_UNITS |= dict.fromkeys(("h", "hour", "hours"), 3_600_000)


def find_record_schemas(graph: Graph, bindings: Bindings) -> dict[str, RecordSchema]:
    """For each sound node that reads a store, by its name: what one record consists of."""
    made = (
        (n.node.name, n.operator.record_schema(n.params, n.context)) for n in resolve(graph, bindings).nodes
    )
    timeout = _parse_duration_ms(str(graph.settings.options.get(IDLE_TIMEOUT, "")))
    return {
        name: replace(schema, idle_timeout_ms=timeout)
        if schema.idle_timeout_ms is None and schema.event_time
        else schema
        for name, schema in made
        if schema is not None
    }


def _parse_duration_ms(text: str) -> int | None:
    """A duration as Flink's options have it; None for none, for zero (which switches off) and for others."""
    found = re.fullmatch(r"\s*(\d{1,12})\s*([a-z]*)\s*", text, re.ASCII)
    unit = _UNITS.get(found[2]) if found else None
    return (int(found[1]) * unit or None) if found and unit else None
