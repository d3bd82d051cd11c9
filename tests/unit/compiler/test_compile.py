"""What single parameters become."""

# ruff: noqa: E501 - one line a case

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from penstock import compiler
from penstock.compiler.script import ConnectionRef, Script
from penstock.graph.document import Graph
from penstock.operators.bindings import load

BINDINGS = load((Path(__file__).parents[3] / "examples" / "bindings.json").read_text())
ORDERS = {"datasource": "shop-kafka", "topic": "orders"}
OUT = {"datasource": "shop-kafka", "topic": "out"}


def script(
    source: dict[str, Any], sink: tuple[str, dict[str, Any]] = ("print-sink", {}), **settings: Any
) -> Script:
    return compiler.compile(
        Graph.load(
            {
                "settings": settings,
                "nodes": [
                    {"id": "s", "kind": "kafka-source", "name": "src", "params": {**ORDERS, **source}},
                    {"id": "k", "kind": sink[0], "name": "out", "params": sink[1]},
                ],
                "edges": [{"source": "s", "target": "k"}],
            }
        ),
        BINDINGS,
    )


def options(made: Script, name: str) -> dict[str, str | ConnectionRef]:
    return dict(next(s for s in made.statements if s.name == name and s.kind == "table").options)


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, {"scan.startup.mode": "latest-offset", "format": "json"}),
        ({"start": "earliest"}, {"scan.startup.mode": "earliest-offset"}),
        ({"start": "timestamp", "start_timestamp_ms": 7}, {"scan.startup.timestamp-millis": "7"}),
        ({"start": "specific", "start_offsets": {"10": 1, "2": 5}}, {"scan.startup.specific-offsets": "partition:2,offset:5;partition:10,offset:1"}),
        ({"start": "committed", "group_id": "g"}, {"properties.group.id": "g", "properties.auto.offset.reset": "latest"}),
        ({"format": "csv", "bad_records": "skip"}, {"format": "csv", "csv.ignore-parse-errors": "true"}),
        ({"metadata": ["key"]}, {"key.fields": "kafka_key", "value.fields-include": "EXCEPT_KEY"}),
        ({"options": {"properties.fetch.min.bytes": "5"}}, {"properties.fetch.min.bytes": "5"}),
    ],
)  # fmt: skip
def test_kafka_source(params: dict[str, Any], expected: dict[str, str]) -> None:
    assert options(script(params), "src").items() >= expected.items()


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"delay_ms": 1500}, "WATERMARK FOR `order_time` AS `order_time` - INTERVAL '0 00:00:01.500' DAY TO SECOND"),
        ({"metadata": ["timestamp"], "event_time": "kafka_timestamp"}, "`kafka_timestamp` TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL"),
        ({"columns": [{"name": "ms", "type": "BIGINT"}], "event_time": "ms"}, "`ms_time` AS TO_TIMESTAMP_LTZ(`ms`, 3)"),
        ({"columns": [{"name": "t", "type": "timestamp"}], "event_time": "t"}, "`t_time` AS CAST(`t` AS TIMESTAMP(3))"),
        ({"columns": [{"name": "t", "type": "TIMESTAMP_LTZ(9)"}], "event_time": "t"}, "WATERMARK FOR `t_time` AS `t_time`"),
    ],
)  # fmt: skip
def test_event_time(params: dict[str, Any], expected: str) -> None:
    assert expected in script(params, time="event").text()


def test_hidden_parameters_have_no_effect() -> None:
    plain = script({})
    assert script({"event_time": "order_time", "delay_ms": 5, "idle_timeout_ms": 5}) == plain
    assert script({"start_timestamp_ms": 5, "start_offsets": {"0": 1}, "group_id": None}) == plain


def test_processing_time() -> None:
    assert "`now` AS PROCTIME()" in script({"processing_time": "now"}).text()


def test_a_second_name() -> None:
    made = script({"table_name": "also"})
    assert "CREATE TEMPORARY VIEW `also` AS\nSELECT * FROM `src`;" in made.text()


@pytest.mark.parametrize(
    ("params", "expected", "absent"),
    [
        ({}, {"connector": "kafka", "sink.delivery-guarantee": "at-least-once"}, "key.format"),
        ({"key": ["city", "order_id"]}, {"key.fields": "city;order_id", "key.format": "json"}, "sink.partitioner"),
        ({"partitioner": "fixed", "parallelism": 3}, {"sink.partitioner": "fixed", "sink.parallelism": "3"}, "key.fields"),
        ({"mode": "upsert", "key": ["city"], "format": "avro"}, {"connector": "upsert-kafka", "value.format": "avro"}, "format"),
        ({"delivery": "exactly-once", "transactional_id_prefix": "p"}, {"sink.transactional-id-prefix": "p"}, "key.format"),
    ],
)  # fmt: skip
def test_kafka_sink(params: dict[str, Any], expected: dict[str, str], absent: str) -> None:
    found = options(script({}, ("kafka-sink", {**OUT, **params})), "out")
    assert found.items() >= expected.items()
    assert absent not in found


@pytest.mark.parametrize(
    ("params", "table", "needs"),
    [
        ({"datasource": "warehouse", "table": "t"}, '"t"', "postgresql"),
        ({"datasource": "warehouse", "table": "s.t"}, '"s"."t"', "postgresql"),
        ({"datasource": "warehouse", "table": "t", "database": "s"}, '"s"."t"', "postgresql"),
        ({"datasource": "crm", "table": "t"}, "t", "mysql"),
        ({"datasource": "crm", "table": "t", "database": "d"}, "d`.`t", "mysql"),
    ],
)
def test_jdbc_sink(params: dict[str, Any], table: str, needs: str) -> None:
    made = script({}, ("jdbc-sink", params))
    found = options(made, "out")
    assert found["table-name"] == table
    assert (found["sink.buffer-flush.max-rows"], found["sink.buffer-flush.interval"]) == ("1", "0s")
    assert found["password"] == ConnectionRef(str(params["datasource"]), "password")
    assert made.requirements.connectors == tuple(sorted((needs, "kafka")))


@pytest.mark.parametrize(
    ("kind", "params", "changelog"),
    [
        ("kafka-sink", OUT, "append"),
        ("kafka-sink", {**OUT, "format": "debezium-json"}, "all"),
        ("kafka-sink", {**OUT, "mode": "upsert", "key": ["city"]}, "upsert"),
        ("jdbc-sink", {"datasource": "warehouse", "table": "t"}, "append"),
        ("jdbc-sink", {"datasource": "warehouse", "table": "t", "mode": "upsert", "key": ["city"]}, "upsert"),
        ("print-sink", {}, "all"),
        ("discard-sink", {}, "all"),
    ],
)
def test_a_sink_says_which_changes_it_takes(kind: str, params: dict[str, Any], changelog: str) -> None:
    table = next(s for s in script({}, (kind, params)).statements if (s.name, s.kind) == ("out", "table"))
    assert table.changelog == changelog


def test_a_registered_target_is_written_by_name_and_others_take_what_comes() -> None:
    graph = Graph.load((Path(__file__).parents[3] / "examples" / "orders-per-city.json").read_text())
    made = compiler.compile(graph, BINDINGS)
    topic, table = (next(s for s in made.statements if s.name == n) for n in ("city_topic", "city_table"))
    assert (topic.schema_from, topic.sql) == ("per_city", "CREATE TEMPORARY TABLE `city_topic`")
    assert table.schema_from is None
    assert table.key == ("window_start", "city")
    assert "INSERT INTO `city_table` (`window_start`, `city`, `orders`, `amount`)" in made.text()


def test_settings() -> None:
    made = script(
        {},
        parallelism=3,
        state_ttl_ms=60_000,
        restart="none",
        mini_batch_ms=200,
        checkpoint_interval_ms=None,
        options={"pipeline.object-reuse": True, "table.exec.source.idle-timeout": "5 s"},
    )
    assert made.settings == {
        "parallelism.default": "3",
        "pipeline.object-reuse": "true",
        "restart-strategy.type": "none",
        "table.exec.mini-batch.allow-latency": "200 ms",
        "table.exec.mini-batch.enabled": "true",
        "table.exec.mini-batch.size": "5000",
        "table.exec.source.idle-timeout": "5 s",
        "table.exec.state.ttl": "60000 ms",
        "table.local-time-zone": "UTC",
    }


def test_an_interval_join_leaves_one_event_time() -> None:
    graph = Graph.load((Path(__file__).parents[3] / "examples" / "join-payments.json").read_text())
    text = compiler.compile(graph, BINDINGS).text()
    assert "`left`.`order_time` - INTERVAL '0 00:00:00.000' DAY TO SECOND" in text
    assert "  `right`.`pay_time` AS `paid_at`" in text, (
        "the left time is not put out, so the right one may stay"
    )


def test_refused_options_are_in_no_script() -> None:
    """The script of a graph with errors goes to the planner, where an option may take effect by itself."""
    graph = Graph.load(
        {
            "settings": {
                "options": {
                    "table.catalog-store.kind": "file",
                    "parallelism.default": "99",
                    "table.exec.x": "a\nb",
                    "table.exec.state.ttl.y": True,
                }
            },
            "nodes": [{"id": "s", "kind": "kafka-source", "name": "src", "params": ORDERS}],
        }
    )
    found = compiler.compile_partial(graph, BINDINGS)
    assert "table.exec.state.ttl.y" in found.script.settings
    assert found.script.settings["parallelism.default"] == "1"
    assert not {"table.catalog-store.kind", "table.exec.x"} & set(found.script.settings)
    refused = {p.field for p in found.problems if p.severity == "error"}
    assert "settings.options.table.catalog-store.kind" in refused
