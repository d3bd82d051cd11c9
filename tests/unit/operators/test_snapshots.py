"""The SQL of each kind's own example, as a file. To accept a change: `SNAPSHOTS=write pytest <this file>`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from penstock.compiler import compile
from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.operators.bindings import load
from penstock.operators.operator import Operator
from penstock.registry import catalogue

HERE = Path(__file__).parent
BINDINGS = load((HERE.parents[2] / "examples" / "bindings.json").read_text())


def around(kind: Operator) -> Graph:
    """The smallest job on event time with one node of that kind, made from its example."""
    nodes: list[dict[str, Any]] = [{"id": "it", "kind": kind.kind, "name": "it", "params": kind.example}]
    edges = []
    for number, port in enumerate(kind.ports.inputs):
        topic = ("orders", "payments")[number]
        params = {"datasource": "shop-kafka", "topic": topic}
        nodes.append({"id": topic, "kind": "kafka-source", "name": topic, "params": params})
        edges.append({"source": topic, "target": "it", "target_port": port.name})
    if kind.ports.outputs:
        nodes.append({"id": "end", "kind": "print-sink", "name": "end"})
        edges.append({"source": "it", "target": "end"})
    return Graph.load({"settings": {"time": "event"}, "nodes": nodes, "edges": edges})


@pytest.mark.parametrize("kind", catalogue(), ids=lambda k: k.kind)
def test_snapshot(kind: Operator) -> None:
    script = compile(around(kind), BINDINGS)
    text = Script(statements=tuple(s for s in script.statements if s.node == "it")).text()
    path = HERE.parent / "snapshots" / f"{kind.kind}.sql"
    if os.environ.get("SNAPSHOTS") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    assert text == path.read_text()
