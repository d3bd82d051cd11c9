"""Differences: what matters to the job is reported, what does not is not."""

from __future__ import annotations

from typing import Any

import pytest

from penstock.graph.diff import diff
from penstock.graph.document import Graph

BASE: dict[str, Any] = {
    "settings": {"time": "event", "options": {"a": "1"}},
    "nodes": [
        {
            "id": "n1",
            "kind": "kafka-source",
            "name": "orders",
            "params": {"topic": "orders", "options": {"k": "1"}},
        },
        {"id": "n2", "kind": "print-sink", "name": "out"},
    ],
    "edges": [{"source": "n1", "target": "n2"}],
}


def changed(**parts: Any) -> Graph:
    return Graph.load({**BASE, **parts})


def node(number: int, **fields: Any) -> list[dict[str, Any]]:
    nodes = [dict(n) for n in BASE["nodes"]]
    nodes[number] |= fields
    return nodes


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"nodes": node(0, name="o")}, [("name", "orders", "o")]),
        ({"nodes": node(0, kind="filter")}, [("kind", "kafka-source", "filter")]),
        (
            {"nodes": node(0, params={"topic": "t", "options": {"k": "1"}})},
            [("params.topic", "orders", "t")],
        ),
        (
            {"nodes": node(0, params={"topic": "orders", "options": {"k": "2", "l": "3"}})},
            [("params.options.k", "1", "2"), ("params.options.l", None, "3")],
        ),
        (
            {"nodes": node(0, params={"topic": "orders"})},
            [("params.options", {"k": "1"}, None)],
        ),
    ],
)
def test_changes_of_a_node(parts: dict[str, Any], expected: list[tuple[str, Any, Any]]) -> None:
    found = diff(changed(), changed(**parts))
    assert [(c.field, c.old, c.new) for n in found.nodes_changed for c in n.changes] == expected
    assert found


def test_moves_and_notes_are_no_change() -> None:
    notes = [{"id": "t", "text": "hello"}]
    assert not diff(changed(), changed(nodes=node(0, position={"x": 5, "y": 7}), notes=notes))


def test_added_and_removed() -> None:
    new = changed(nodes=[*BASE["nodes"][:1], {"id": "n3", "kind": "print-sink", "name": "z"}], edges=[])
    found = diff(changed(), new).to_dict()
    assert [n["id"] for n in found["nodes"]["added"]] == ["n3"]
    assert [n["id"] for n in found["nodes"]["removed"]] == ["n2"]
    assert found["edges"] == {
        "added": [],
        "removed": [{"source": "n1", "source_port": "out", "target": "n2", "target_port": "in"}],
    }


def test_settings() -> None:
    found = diff(changed(), changed(settings={"time": "processing", "options": {"a": "2"}}))
    assert [(c.field, c.old, c.new) for c in found.settings] == [
        ("time", "event", "processing"),
        ("options.a", "1", "2"),
    ]


def test_true_is_not_one() -> None:
    one, two = changed(nodes=node(1, params={"x": 1})), changed(nodes=node(1, params={"x": True}))
    assert diff(one, two)
