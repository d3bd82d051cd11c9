"""How long a check of a 10-node job takes: cold, warm, and when most of it is unchanged."""

from __future__ import annotations

import json
import statistics
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from penstock import compiler
from penstock.compiler.script import Script
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.graph.document import Graph
from penstock.operators.bindings import load
from penstock.planner.client import Planner, PlannerProcess

BINDINGS = load((Path(__file__).parents[1] / "examples" / "bindings.json").read_text())
WINDOW = """SELECT window_start, city, COUNT(*) AS orders, SUM(amount) AS amount
FROM TABLE(TUMBLE(TABLE rich, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, city"""


def ten_nodes(upstream: int, downstream: int) -> Script:
    """Source → filters → projection → window → Kafka, PostgreSQL; a second branch → print.

    Another number gives another text: `upstream` of the first filter, so of nearly everything;
    `downstream` of the last operator before the print sink, so of that alone.
    """
    nodes: list[dict[str, Any]] = [
        _node("orders", "kafka-source", datasource="shop-kafka", topic="orders", delay_ms=5000),
        _node("sound", "filter", condition=f"amount > {upstream}"),
        _node("euros", "filter", condition="currency = 'EUR'"),
        _node("rich", "sql", sql="SELECT city, amount * 2 AS amount, order_time FROM euros"),
        _node("per_city", "sql", sql=WINDOW),
        _node("busy", "filter", condition="orders > 1"),
        _node("topic", "kafka-sink", datasource="shop-kafka", topic="orders_per_city"),
        _node("stored", "jdbc-sink", datasource="warehouse", table="orders_per_city"),
        _node("large", "filter", condition=f"amount > 1000 + {downstream}"),
        _node("seen", "print-sink"),
    ]
    chain = ["orders", "sound", "euros", "rich", "per_city", "busy", "topic"]
    pairs = [
        *pairwise(chain),
        ("per_city", "stored"),
        ("rich", "large"),
        ("large", "seen"),
    ]
    edges = [{"source": a, "source_port": "out", "target": b, "target_port": "in"} for a, b in pairs]
    graph = Graph.load(
        json.dumps({"version": 1, "settings": {"time": "event"}, "nodes": nodes, "edges": edges})
    )
    return compiler.compile(graph, BINDINGS)


def _node(name: str, kind: str, **params: object) -> dict[str, Any]:
    return {"id": name, "kind": kind, "name": name, "params": params}


def rows(rounds: int = 11) -> list[dict[str, str]]:
    """One row a measure: `measure`, `median`, `spread` (lowest to highest) and `goal`, as text."""
    with PlannerProcess(Engine(DEFAULT_VERSION)) as process:
        planner = Planner(process)
        cold = _time(planner, ten_nodes(0, 0))
        planner.warm_up()
        warm = [_time(planner, ten_nodes(n, 0)) for n in range(1, rounds + 1)]
        edited = [_time(planner, ten_nodes(rounds, n)) for n in range(1, rounds + 1)]
        same = [_time(planner, ten_nodes(rounds, rounds)) for _ in range(rounds)]
    return [
        _row("check of 10 nodes, planner cold", [cold], ""),
        _row("check of 10 nodes, warm, 9 of them changed", warm, "< 400 ms"),
        _row("check of 10 nodes, warm, 1 of them changed", edited, "< 400 ms"),
        _row("check of 10 nodes, warm, nothing changed", same, ""),
    ]


def _time(planner: Planner, script: Script) -> float:
    start = time.perf_counter()
    answer = planner.check(script)
    took = time.perf_counter() - start
    wrong = [s["error"] for s in answer["statements"] if not s["ok"]]
    if wrong:
        raise AssertionError(f"the job that is measured must be sound: {wrong}")
    return took * 1000


def _row(measure: str, times: list[float], goal: str) -> dict[str, str]:
    median, spread = f"{statistics.median(times):.0f} ms", f"{min(times):.0f} to {max(times):.0f} ms"
    return {"measure": measure, "median": median, "spread": spread, "goal": goal}


if __name__ == "__main__":
    for row in rows():
        print("{measure:45} {median:>8}  ({spread})  {goal}".format(**row))
