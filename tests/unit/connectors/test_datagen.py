"""The datagen source: what it refuses, and the options that its columns become."""

from typing import Any

import pytest

from penstock import compiler
from penstock.compiler.resolve import resolve
from penstock.graph.document import Graph
from penstock.operators.bindings import Bindings
from penstock.testkit.source_inputs import find_record_schemas


def graph(*columns: dict[str, Any], **params: Any) -> Graph:
    given = {"columns": list(columns), **params}
    source = {"id": "n1", "kind": "datagen-source", "name": "rows", "params": given}
    sink = {"id": "n2", "kind": "discard-sink", "name": "out"}
    settings = {"time": "event" if "event_time" in params else "processing"}
    return Graph.load(
        {"settings": settings, "nodes": [source, sink], "edges": [{"source": "n1", "target": "n2"}]}
    )


def column(type_: str, **how: Any) -> dict[str, Any]:
    return {"name": "x", "type": type_, **how}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (column("ARRAY<INT>"), "type"),
        (column("BOOLEAN", generator="sequence"), "type"),
        (column("INT", generator="sequence", min=1), "max"),
        (column("INT", generator="sequence", min=2, max=1), "min"),
        (column("INT", min=2, max=1), "min"),
        (column("INT", min=0.5), "min"),
        (column("STRING", max=1), "min"),
        (column("INT", length=3), "length"),
        (column("STRING", disorder_ms=3), "disorder_ms"),
    ],
)
def test_what_cannot_be_generated_is_refused_at_its_field(wrong: dict[str, Any], field: str) -> None:
    (problem,) = compiler.compile_partial(graph(wrong), Bindings()).problems
    assert (problem.code, problem.field, problem.node) == ("bad-parameter", f"columns.0.{field}", "n1")


@pytest.mark.parametrize(
    ("time", "code"), [("nosuch", "unknown-column"), ("x", "bad-event-time"), (None, "missing-parameter")]
)
def test_the_event_time_is_a_timestamp(time: str | None, code: str) -> None:
    problems = compiler.compile_partial(graph(column("BIGINT"), event_time=time), Bindings()).problems
    assert [problem.code for problem in problems] == [code]


def test_a_record_has_all_columns_and_the_time() -> None:
    drawn = graph(column("BIGINT"), {"name": "at", "type": "TIMESTAMP(3)"}, event_time="at", delay_ms=7)
    (schema,) = find_record_schemas(resolve(drawn, Bindings())).values()
    assert [c.name for c in schema.columns] == ["x", "at"]
    assert (schema.event_time, schema.delay_ms, schema.changes) == ("at", 7, False)
    script = compiler.compile(drawn, Bindings())
    assert script.requirements.connectors == ()
