"""The script: the same bytes every time, no secret in it, and readable as Flink SQL."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from penstock.compiler import compile
from penstock.compiler.script import ConnectionRef, Requirements, Script, Statement
from penstock.graph.document import Graph
from penstock.operators.bindings import Bindings, BindingsError, load

EXAMPLES = Path(__file__).parents[3] / "examples"
BINDINGS = load((EXAMPLES / "bindings.json").read_text())
GRAPHS = sorted(p for p in EXAMPLES.glob("*.json") if p.stem != "bindings")


@pytest.mark.parametrize("path", GRAPHS, ids=lambda p: p.stem)
def test_examples(path: Path) -> None:
    graph = Graph.load(path.read_text())
    script = compile(graph, BINDINGS)
    assert Script.from_json(script.to_json()) == script
    assert compile(Graph.load(path.read_text()), BINDINGS).to_json() == script.to_json()
    kinds = [s.kind for s in script.statements]
    assert kinds == sorted(kinds, key="insert".__eq__), "inserts come last"
    made: set[str] = set()
    for statement in script.statements:
        assert made.issuperset(statement.reads), "everything is made before it is read"
        made.add(statement.name)


def test_connections_never_reach_the_script() -> None:
    document = json.loads((EXAMPLES / "bindings.json").read_text())
    document["connections"]["warehouse"]["password"] = "canary-1"
    document["connections"]["shop-kafka"]["bootstrap_servers"] = "canary-2:9092"
    graph = Graph.load((EXAMPLES / "orders-per-city.json").read_text())
    script = compile(graph, load(document))
    assert "canary" not in script.text() + script.to_json()
    assert script == compile(graph, BINDINGS)


def test_a_text_that_looks_like_a_reference_stays_a_text() -> None:
    graph = Graph.load(
        {
            "nodes": [
                {
                    "id": "s",
                    "kind": "kafka-source",
                    "name": "s",
                    "params": {"datasource": "shop-kafka", "topic": "orders"},
                },
                {"id": "p", "kind": "print-sink", "name": "p", "params": {"label": "${warehouse.password}"}},
            ],
            "edges": [{"source": "s", "target": "p"}],
        }
    )
    table = next(s for s in compile(graph, BINDINGS).statements if s.name == "p")
    assert dict(table.options)["print-identifier"] == "${warehouse.password}"
    assert not any(isinstance(value, ConnectionRef) for _, value in table.options)


def test_text() -> None:
    refs = (("connector", "jdbc"), ("password", ConnectionRef("db", "password")))
    script = Script(
        {"a": "it's"},
        (
            Statement("v", "view", "v", "CREATE TEMPORARY VIEW `v` AS\nSELECT 1 -- one"),
            Statement("t", "table", "t", "CREATE TEMPORARY TABLE `t`", refs, "v", ("k",), ("v",)),
            Statement("t", "insert", "t", "INSERT INTO `t`\nSELECT * FROM `v`", reads=("v",)),
        ),
        Requirements(("mysql",)),
    )
    assert script.text() == (
        "SET 'a' = 'it''s';\n\n"
        "CREATE TEMPORARY VIEW `v` AS\nSELECT 1 -- one\n;\n\n"
        "CREATE TEMPORARY TABLE `t` (\n"
        "  -- columns as in `v`,\n"
        "  PRIMARY KEY (`k`) NOT ENFORCED\n"
        ") WITH (\n"
        "  'connector' = 'jdbc',\n"
        "  'password' = '${db.password}'\n"
        ");\n\n"
        "EXECUTE STATEMENT SET\nBEGIN\nINSERT INTO `t`\nSELECT * FROM `v`;\nEND;\n"
    )
    assert Script.from_json(script.to_json()) == script


def test_a_script_of_another_version_is_refused() -> None:
    with pytest.raises(ValueError, match="version 3; this Penstock reads versions 1 to 2"):
        Script.from_dict({"version": 3})


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ("{", None),
        ({"datasources": {"a": {}}}, "datasources.a.kind"),
        ({"tables": {"a": {"t": {"columns": [{"name": "x", "type": "TEXT"}]}}}}, "tables.a.t.columns.0.type"),
        ({"more": 1}, "more"),
    ],
)
def test_bad_bindings(document: object, field: str | None) -> None:
    with pytest.raises(BindingsError) as caught:
        load(document)  # type: ignore[arg-type]
    assert [p.field for p in caught.value.problems] == [field]
    assert caught.value.problems[0].message


def test_empty_bindings() -> None:
    assert load({}) == Bindings()
