"""How long compiling takes, by size of the graph. The goal: linear, and 1 000 nodes under 50 ms."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass
from typing import Any

from penstock.compiler import compile
from penstock.graph.document import Graph
from penstock.operators.bindings import Bindings, load

SIZES = (10, 100, 1_000, 10_000)
GOALS_MS = {1_000: 50.0, 10_000: 600.0}
BINDINGS: Bindings = load(
    {
        "datasources": {"shop-kafka": {"kind": "kafka"}},
        "tables": {
            "shop-kafka": {
                "orders": {
                    "columns": [
                        {"name": "order_id", "type": "STRING"},
                        {"name": "city", "type": "STRING"},
                        {"name": "amount", "type": "DECIMAL(10, 2)"},
                        {"name": "order_time", "type": "TIMESTAMP(3)"},
                    ],
                    "event_time": "order_time",
                }
            }
        },
    }
)


@dataclass(frozen=True)
class Row:
    """Compile times of one size, in milliseconds; `goal` is None where none is set."""

    nodes: int
    median_ms: float
    fastest_ms: float
    slowest_ms: float
    goal_ms: float | None

    @property
    def per_node_us(self) -> float:
        """Microseconds for each node: constant when the cost is linear."""
        return self.median_ms * 1000 / self.nodes


def graph(nodes: int) -> Graph:
    """Branches of five nodes: source, query, filter, Kafka sink and print sink."""
    found: list[dict[str, Any]] = []
    edges: list[dict[str, str]] = []
    for start in range(0, nodes, 5):
        s, q, f, k, p = (f"n{start + offset}" for offset in range(5))
        kafka = {"datasource": "shop-kafka", "topic": "orders"}
        found += [
            _node(s, "kafka-source", **kafka, delay_ms=5000),
            _node(q, "sql", sql=f"SELECT city, amount, order_time\nFROM {s}"),
            _node(f, "filter", condition="amount > 100"),
            _node(k, "kafka-sink", datasource="shop-kafka", topic="out", key=["city"]),
            _node(p, "print-sink"),
        ]
        edges += [{"source": a, "target": b} for a, b in ((s, q), (q, f), (f, k), (f, p))]
    return Graph.model_validate({"settings": {"time": "event"}, "nodes": found, "edges": edges})


def _node(id_: str, kind: str, **params: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "name": id_, "params": params}


def rows(sizes: tuple[int, ...] = SIZES, runs: int = 5) -> list[Row]:
    """One row for each size: the sizes take turns, after a first turn that isn't counted."""
    graphs = {size: graph(size) for size in sizes}
    times: dict[int, list[float]] = {size: [] for size in sizes}
    for turn in range(runs + 1):
        for size, drawn in graphs.items():
            gc.collect()
            started = time.perf_counter()
            compile(drawn, BINDINGS)
            if turn:
                times[size].append((time.perf_counter() - started) * 1000)
    return [
        Row(size, statistics.median(found), min(found), max(found), GOALS_MS.get(size))
        for size, found in times.items()
    ]


def main() -> None:
    """Print the table."""
    print(f"{'nodes':>7} {'median ms':>10} {'fastest':>9} {'slowest':>9} {'µs/node':>8} {'goal ms':>8}")
    for row in rows():
        goal = "" if row.goal_ms is None else f"{row.goal_ms:.0f}"
        print(
            f"{row.nodes:>7} {row.median_ms:>10.1f} {row.fastest_ms:>9.1f} {row.slowest_ms:>9.1f}"
            f" {row.per_node_us:>8.0f} {goal:>8}"
        )


if __name__ == "__main__":
    main()
