"""Loading: what has the shape of a graph comes in unharmed, everything else is named with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from penstock.graph.document import MAX_TEXT, Graph, GraphError

ROOT = Path(__file__).parents[3]
NODE = {"id": "n1", "kind": "filter", "name": "f"}


def refused(source: Any) -> list[tuple[str, str | None, str | None]]:
    with pytest.raises(GraphError) as caught:
        Graph.load(source)
    assert str(caught.value)
    return [(p.code, p.node, p.field) for p in caught.value.problems]


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.json")), ids=lambda p: p.stem)
def test_examples_load_and_come_back(path: Path) -> None:
    if path.stem == "bindings":
        return
    graph = Graph.load(path.read_text())
    assert Graph.load(graph.to_dict()) == graph
    assert Graph.load(json.dumps(graph.to_dict()).encode()) == graph
    jsonschema.validate(graph.to_dict(), Graph.json_schema())


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{", ("bad-json", None, None)),
        ("[]", ("bad-json", None, None)),
        ('{"settings": {"state_ttl_ms": NaN}}', ("bad-json", None, None)),
        ('{"nodes": ' + "[" * 100_000, ("bad-json", None, None)),
        ({"nodes": [{**NODE, "name": "a\0b"}]}, ("bad-json", None, None)),
        ({"nodes": [{**NODE, "name": "\ud800"}]}, ("bad-json", None, None)),
        ({"nodes": [{**NODE, "params": {"x": {1, 2}}}]}, ("bad-json", None, None)),
        (b"\xff\xfe\x00", ("bad-json", None, None)),
        ({"version": 99}, ("unknown-version", None, "version")),
        ({"version": True}, ("unknown-version", None, "version")),
        ({"nodes": 3}, ("bad-graph", None, "nodes")),
        ({"nodes": [3]}, ("bad-graph", None, "nodes.0")),
        ({"nodes": [{"id": "n1", "kind": "filter"}]}, ("bad-graph", "n1", "nodes.0.name")),
        ({"nodes": [{**NODE, "colour": "red"}]}, ("bad-graph", "n1", "nodes.0.colour")),
        ({"nodes": [{**NODE, "params": []}]}, ("bad-graph", "n1", "nodes.0.params")),
        ({"edges": [{"source": "a"}]}, ("bad-graph", None, "edges.0.target")),
        ({"settings": {"parallelism": 0}}, ("bad-graph", None, "settings.parallelism")),
        ({"settings": {"parallelism": "2"}}, ("bad-graph", None, "settings.parallelism")),
        ({"settings": {"time": "wall"}}, ("bad-graph", None, "settings.time")),
        ({"version": 0, "settings": 3}, ("bad-graph", None, "settings")),
        ({"extra": 1}, ("bad-graph", None, "extra")),
        ({"notes": [{"id": "x"}] * 2001}, ("too-large", None, "notes")),
    ],
    ids=lambda value: str(value)[:40] if not isinstance(value, tuple) else value[0],
)
def test_refused(source: Any, expected: tuple[str, str | None, str | None]) -> None:
    assert refused(source)[0] == expected


def test_a_graph_of_5_mb_is_too_large_as_text_and_as_object() -> None:
    graph = {"nodes": [{**NODE, "params": {"condition": "x" * 5 * 1024 * 1024}}]}
    for source in (graph, json.dumps(graph), json.dumps(graph).encode()):
        assert refused(source) == [("too-large", None, None)]
    assert len(json.dumps(graph)) > MAX_TEXT


def test_a_backslash_before_u0000_is_no_nul() -> None:
    assert Graph.load({"nodes": [{**NODE, "name": "\\u0000"}]}).nodes[0].name == "\\u0000"


def test_a_graph_cannot_be_changed() -> None:
    graph = Graph.load({"nodes": [NODE]})
    with pytest.raises(ValueError, match="frozen"):
        graph.nodes[0].name = "other"  # type: ignore[misc]


def test_the_published_schema_is_fresh() -> None:
    published = json.loads((ROOT / "docs" / "graph-schema.json").read_text())
    assert published == Graph.json_schema(), "write it again: penstock graph-schema > docs/graph-schema.json"
    jsonschema.Draft202012Validator.check_schema(published)
