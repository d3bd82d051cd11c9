"""Drawn jobs with their packs and cases, ready to be tried: the shop's orders and payments."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

from penstock import compiler
from penstock.compiler.resolve import resolve
from penstock.graph.document import Graph
from penstock.operators.bindings import load
from penstock.testbench.model import TestRun
from penstock.testkit.case import load as load_case
from penstock.testkit.source_inputs import find_record_schemas

BINDINGS = load((Path(__file__).parents[3] / "examples" / "bindings.json").read_text())
PER_MINUTE = """SELECT window_start, window_end, city, COUNT(*) AS orders, SUM(amount) AS amount
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, city"""
Rows = Sequence[Mapping[str, Any]]


def at(second: int) -> str:
    """A time of day in the SQL form."""
    return f"2026-01-01 {10 + second // 3600}:{second // 60 % 60:02}:{second % 60:02}"


def order(number: int, second: int, city: str = "Rome", amount: str = "1.10") -> dict[str, Any]:
    """A row of a pack of orders."""
    row = {"order_id": f"o{number}", "customer": "c", "city": city, "amount": amount, "currency": "EUR"}
    return row | {"order_time": at(second)}


def payment(number: int, second: int, order_number: int) -> dict[str, Any]:
    """A row of a pack of payments."""
    row = {"payment_id": f"p{number}", "order_id": f"o{order_number}", "method": "card"}
    return row | {"pay_time": at(second)}


def node(name: str, kind: str, **params: Any) -> dict[str, Any]:
    """A node whose id is unlike its name."""
    return {"id": f"id-{name}", "kind": kind, "name": name, "params": params}


def source(name: str, topic: str = "orders", delay_ms: int = 0, **params: Any) -> dict[str, Any]:
    """A Kafka source of the shop."""
    return node(name, "kafka-source", datasource="shop-kafka", topic=topic, delay_ms=delay_ms, **params)


def edges(*chains: Sequence[str]) -> list[dict[str, str]]:
    """Edges along names; `name.port` enters by that port."""
    found = []
    for chain in chains:
        for one, two in pairwise(chain):
            target, _, port = two.partition(".")
            source_ = f"id-{one.partition('.')[0]}"
            ends = {"source": source_, "source_port": "out", "target": f"id-{target}"}
            found.append(ends | {"target_port": port or "in"})
    return found


def graph(nodes: Sequence[Mapping[str, Any]], *chains: Sequence[str], **settings: Any) -> Graph:
    """A drawn job."""
    document = {"version": 1, "settings": {"time": "event", **settings}, "nodes": nodes}
    return Graph.load(json.dumps(document | {"edges": edges(*chains)}))


def windows(query: str = PER_MINUTE) -> Graph:
    """Orders, a query over them, and a sink that takes every change."""
    nodes = [source("orders"), node("per_city", "sql", sql=query), node("out", "print-sink")]
    return graph(nodes, ["orders", "per_city", "out"])


def build_test_run(drawn: Graph, packs: Mapping[str, Rows], folder: Path, **case: Any) -> TestRun:
    """A case of the job. `case` is its document; inputs without an arrival plan come as they stand."""
    inputs = case.pop("arrivals", {})
    document = {
        "inputs": {
            name: {"pack": str(uuid4()), "arrival": inputs.get(name, {"mode": "recorded"})} for name in packs
        },
        **case,
    }
    files = {}
    for name, rows in packs.items():
        files[name] = folder / f"{name}.jsonl"
        files[name].write_text("".join(json.dumps(row) + "\n" for row in rows))
    script = compiler.compile(drawn, BINDINGS)
    return TestRun(script, drawn, find_record_schemas(resolve(drawn, BINDINGS)), load_case(document), files)
