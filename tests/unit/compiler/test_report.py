"""What the planner answers, for each node."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from penstock import compiler
from penstock.compiler import check, diagnostics
from penstock.graph.document import Graph
from penstock.operators.bindings import load

BINDINGS = load((Path(__file__).parents[3] / "examples" / "bindings.json").read_text())
COLUMNS = [{"name": "city", "type": "STRING", "nullable": True}]
OK = {"ok": True, "columns": COLUMNS}


def job(query: str, sink: dict[str, Any] | None = None) -> Graph:
    source = {"datasource": "shop-kafka", "topic": "orders"}
    return Graph.load(
        {
            "nodes": [
                {"id": "n1", "kind": "kafka-source", "name": "orders", "params": source},
                {"id": "n2", "kind": "sql", "name": "q", "params": {"sql": query}},
                {"id": "n3", "name": "out", **(sink or {"kind": "print-sink"})},
            ],
            "edges": [{"source": "n1", "target": "n2"}, {"source": "n2", "target": "n3"}],
        }
    )


def report(graph: Graph, *answers: dict[str, Any]) -> check.CheckReport:
    compilation = compiler.compile_partial(graph, BINDINGS)
    assert len(answers) == len(compilation.script.statements)
    return check.report(compilation, answers)


def failure(message: str, **place: int) -> dict[str, Any]:
    return {"ok": False, "error": {"message": message, "kind": "validate", **place}}


def test_all_well() -> None:
    found = report(job("SELECT city FROM orders"), OK, OK, OK, {"ok": True, "columns": None})
    assert found.ok
    assert found.nodes == {node: {"columns": COLUMNS} for node in ("n1", "n2", "n3")}
    assert found.to_dict()["sql"].startswith("SET ")


def test_an_error_is_told_once_and_at_its_place() -> None:
    found = report(
        job("\nSELECT citi\nFROM orders"),
        OK,
        failure("Column 'citi' not found in any table", line=2, column=8, end_line=2, end_column=11),
        failure("Object 'q' not found"),
        failure("Object 'out' not found"),
    )
    assert [p.to_dict() for p in found.problems] == [
        {
            "code": "unknown-column",
            "message": "There is no column 'citi' in the input.",
            "severity": "error",
            "node": "n2",
            "field": "sql",
            "line": 2,
            "column": 8,
            "end_line": 2,
            "end_column": 11,
        }
    ]
    assert not found.ok
    assert set(found.nodes) == {"n1"}


def test_columns_that_a_database_cannot_take_are_told_when_the_planner_knows_them() -> None:
    sink = {"kind": "jdbc-sink", "params": {"datasource": "warehouse", "table": "t"}}
    named = {"ok": True, "columns": [{"name": "EXPR$0", "type": "BIGINT NOT NULL", "nullable": False}]}
    found = report(job("SELECT COUNT(*) FROM orders", sink), OK, named, named, {"ok": True, "columns": None})
    assert [(p.node, p.code) for p in found.problems] == [("n3", "bad-column")]


def test_types_that_only_flink_knows_do_no_harm() -> None:
    sink = {"kind": "jdbc-sink", "params": {"datasource": "warehouse", "table": "t"}}
    odd = {"ok": True, "columns": [{"name": "x", "type": "RAW('a', 'b')", "nullable": True}]}
    assert report(job("SELECT x FROM orders", sink), OK, odd, odd, {"ok": True, "columns": None}).ok


def test_nothing_to_plan() -> None:
    graph = Graph.load({})
    found = check.report(compiler.compile_partial(graph, BINDINGS), [])
    assert (found.ok, found.sql) == (False, None)


@pytest.mark.parametrize(
    ("message", "code", "sentence"),
    [
        ("Column 'a' not found in any table.", "unknown-column", "There is no column 'a' in the input."),
        (
            "Column 'a' not found in any table; did you mean 'b'?",
            "unknown-column",
            "Column 'a' not found in any table; did you mean 'b'?",
        ),
        (
            "The query contains more than one rowtime attribute column [a, b] for writing into table 'x'.",
            "two-event-times",
            "Several columns are event times: a, b. A sink takes one: leave the others out, or write"
            " CAST(… AS TIMESTAMP(3)) in a SQL operator before it.",
        ),
        ("Something is odd", "sql-plan", "Something is odd."),
        ("", "sql-plan", "Flink refuses this without saying why."),
    ],
)
def test_sentences(message: str, code: str, sentence: str) -> None:
    assert diagnostics.explain("plan", message) == (code, sentence)
