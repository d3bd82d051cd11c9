"""Every parameter's value, planned by Flink itself: one line a case."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from penstock import compiler
from penstock.compiler import check
from penstock.graph.document import Graph
from penstock.operators.bindings import load
from penstock.planner.client import Planner

# ruff: noqa: E501 - one line a case


def columns(**types: str) -> list[dict[str, str]]:
    return [{"name": name, "type": type_} for name, type_ in types.items()]


BINDINGS = load(
    {
        "datasources": {"k": {"kind": "kafka"}, "pg": {"kind": "postgresql"}, "my": {"kind": "mysql"}},
        "tables": {
            "k": {
                "orders": {
                    "columns": columns(
                        id="STRING",
                        city="STRING",
                        amount="DECIMAL(10, 2)",
                        currency="STRING",
                        at="TIMESTAMP(3)",
                    ),
                    "event_time": "at",
                },
                "payments": {
                    "columns": columns(id="STRING", method="STRING", paid="TIMESTAMP(3)"),
                    "event_time": "paid",
                },
                "rates": {
                    "columns": columns(currency="STRING", rate="DOUBLE", since="TIMESTAMP(6)"),
                    "event_time": "since",
                    "key": ["currency"],
                    "format": "debezium-json",
                },
                "lines": {"columns": columns(line="STRING"), "format": "raw"},
                "odd": {
                    "columns": columns(a="INT", ms="BIGINT", r="ROW<x INT, `y z` ARRAY<STRING>>"),
                    "event_time": "ms",
                },
                "out": {"columns": columns(n="BIGINT", city="STRING"), "key": ["city"], "format": "csv"},
            },
            "pg": {"public.totals": {"columns": columns(city="STRING", n="BIGINT"), "key": ["city"]}},
        },
    }
)
ORDERS, PRINT = {"topic": "orders"}, ("print-sink", {})
COUNTS = {"sql": "SELECT city, COUNT(*) AS n FROM src GROUP BY city"}
TUMBLE = {
    "sql": "SELECT window_start, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE src, DESCRIPTOR(now), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end"
}
SAME_ID = [{"left": "id", "right": "id"}]
TIMES = {"left_time": "at", "right_time": "paid", "before_ms": 1000, "after_ms": 3_600_000}


def job(
    source: dict[str, Any],
    sink: tuple[str, dict[str, Any]] = PRINT,
    sql: dict[str, Any] | None = None,
    keep: str | None = None,
    time: str = "event",
    **settings: Any,
) -> dict[str, Any]:
    """Source, then a query or a filter if wanted, then the sink."""
    nodes = [{"id": "s", "kind": "kafka-source", "name": "src", "params": {"datasource": "k", **source}}]
    if sql:
        nodes.append({"id": "q", "kind": "sql", "name": "query", "params": sql})
    if keep:
        nodes.append({"id": "f", "kind": "filter", "name": "kept", "params": {"condition": keep}})
    nodes.append({"id": "z", "kind": sink[0], "name": "sink", "params": sink[1]})
    edges = [{"source": a["id"], "target": b["id"]} for a, b in pairwise(nodes)]
    return {"settings": {"time": time, **settings}, "nodes": nodes, "edges": edges}


def join(right: str, params: dict[str, Any], time: str = "event") -> dict[str, Any]:
    nodes = [
        {"id": "l", "kind": "kafka-source", "name": "l", "params": {"datasource": "k", **ORDERS}},
        {"id": "r", "kind": "kafka-source", "name": "r", "params": {"datasource": "k", "topic": right}},
        {"id": "j", "kind": "join", "name": "j", "params": {"keys": SAME_ID, **params}},
        {"id": "z", "kind": "print-sink", "name": "z"},
    ]
    edges = [
        {"source": "l", "target": "j", "target_port": "left"},
        {"source": "r", "target": "j", "target_port": "right"},
        {"source": "j", "target": "z"},
    ]
    return {"settings": {"time": time}, "nodes": nodes, "edges": edges}


def kafka(**params: Any) -> tuple[str, dict[str, Any]]:
    return "kafka-sink", {"datasource": "k", "topic": "free", **params}


def jdbc(datasource: str, **params: Any) -> tuple[str, dict[str, Any]]:
    return "jdbc-sink", {"datasource": datasource, "table": "t", **params}


@pytest.mark.parametrize(
    "document",
    [
        job({**ORDERS, "start": "earliest"}),
        job({**ORDERS, "start": "timestamp", "start_timestamp_ms": 5}),
        job({**ORDERS, "start": "committed", "group_id": "g"}),
        job({**ORDERS, "start": "specific", "start_offsets": {"0": 42, "10": 7}}),
        job({**ORDERS, "metadata": ["topic", "partition", "offset", "timestamp", "headers", "key"]}),
        job({**ORDERS, "metadata": ["timestamp"], "event_time": "kafka_timestamp"}),
        job({**ORDERS, "metadata": ["key"], "format": "csv", "bad_records": "skip"}),
        job({**ORDERS, "table_name": "also"}, sql={"sql": "SELECT city FROM also;"}),
        job({**ORDERS, "processing_time": "now"}, sql=TUMBLE, time="processing"),
        job({**ORDERS, "bad_records": "skip", "idle_timeout_ms": 1000}),
        job(
            {
                **ORDERS,
                "options": {
                    "properties.heartbeat.interval.ms": "3000",
                    "scan.bounded.mode": "latest-offset",
                    "json.fail-on-missing-field": "true",
                },
            }
        ),
        job({"topic": "odd", "delay_ms": 99 * 86_400_000}, keep="a > 1 -- and no more"),
        job({"topic": "lines"}, kafka(format="raw"), time="processing"),
        job({"topic": "rates", "bad_records": "skip"}),
        job({"topic": "rates", "format": "canal-json"}),
        job({"topic": "any", "columns": columns(x="INT NOT NULL", t="TIMESTAMP_LTZ(3)"), "event_time": "t"}),
        job(ORDERS, kafka(format="avro")),
        job(ORDERS, kafka(format="debezium-json")),
        job(ORDERS, kafka(key=["city", "id"], partitioner="fixed", parallelism=2)),
        job(ORDERS, kafka(partitioner="round-robin", delivery="none", options={"properties.linger.ms": "5"})),
        job(ORDERS, kafka(delivery="exactly-once", transactional_id_prefix="p")),
        job(
            ORDERS,
            kafka(
                mode="upsert",
                key=["city"],
                delivery="exactly-once",
                transactional_id_prefix="p",
                parallelism=2,
            ),
            COUNTS,
        ),
        job(ORDERS, kafka(topic="out", mode="upsert"), COUNTS),
        job(ORDERS, jdbc("pg", parallelism=3, options={"sink.max-retries": "5"})),
        job(ORDERS, jdbc("pg", table="totals", mode="upsert"), COUNTS),
        job(
            ORDERS,
            jdbc("my", database="d", mode="upsert", key=["city"], batch_size=50, flush_interval_s=3),
            COUNTS,
        ),
        job(ORDERS, ("print-sink", {"label": "it's; --", "standard_error": True, "parallelism": 2})),
        job(ORDERS, sql=COUNTS, state_ttl_ms=1000, mini_batch_ms=500, restart="fixed-delay"),
        job(
            ORDERS,
            restart="none",
            options={"table.exec.source.idle-timeout": "5 s", "pipeline.object-reuse": True},
        ),
        *(join("payments", {"join": kind}, "processing") for kind in ("inner", "left", "right", "full")),
        *(join("payments", {"join": kind}) for kind in ("inner", "full")),
        *(
            join("payments", {"join": "interval", "unmatched": side, **TIMES})
            for side in ("drop", "left", "right", "both")
        ),
        *(
            join(
                "rates",
                {
                    "join": "temporal",
                    "keys": [{"left": "currency", "right": "currency"}],
                    "left_time": "at",
                    "unmatched": side,
                },
            )
            for side in ("drop", "left")
        ),
    ],
    ids=lambda document: str(document["nodes"][0]["params"] | document["nodes"][-1].get("params", {}))[1:70],
)
def test_planned(document: dict[str, Any], planner: Planner) -> None:
    compilation = compiler.compile_partial(Graph.load(document), BINDINGS)
    report = check.report(compilation, planner.check(compilation.script)["statements"])
    assert report.ok, [p.message for p in report.problems]
