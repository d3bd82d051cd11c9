"""Bad graphs: one line a case, with the code and the place of the one error that it must give."""

# ruff: noqa: E501 - one line a case

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from penstock import compiler
from penstock.compiler import check
from penstock.graph.document import Graph
from penstock.graph.problems import errors
from penstock.operators.bindings import load

BINDINGS = load((Path(__file__).parents[3] / "examples" / "bindings.json").read_text())

SRC: dict[str, Any] = {"datasource": "shop-kafka", "topic": "orders"}
KEYS = [{"left": "order_id", "right": "order_id"}]
ONE = {"datasource": "shop-kafka", "topic": "o"}
DB = {"datasource": "warehouse", "table": "t"}
FREE = {"datasource": "shop-kafka", "topic": "free"}


def node(id_: str, kind: str, name: str | None = None, **params: Any) -> dict[str, Any]:
    return {"id": id_, "kind": kind, "name": id_ if name is None else name, "params": params}


def edges(*pairs: str) -> list[dict[str, str]]:
    """`a>b` or `a>b:port`."""
    found = []
    for pair in pairs:
        source, target = pair.split(">")
        target, _, port = target.partition(":")
        found.append({"source": source, "target": target, "target_port": port or "in"})
    return found


def graph(nodes: list[dict[str, Any]], *pairs: str, **settings: Any) -> Graph:
    return Graph.load({"settings": settings, "nodes": nodes, "edges": edges(*pairs)})


def source(time: str = "processing", **params: Any) -> Graph:
    return graph([node("s", "kafka-source", **{**SRC, **params}), node("p", "print-sink")], "s>p", time=time)


def sink(
    kind: str, time: str = "processing", checkpoint_interval_ms: int | None = 1000, **params: Any
) -> Graph:
    nodes = [node("s", "kafka-source", **SRC), node("k", kind, **params)]
    return graph(nodes, "s>k", time=time, checkpoint_interval_ms=checkpoint_interval_ms)


def between(kind: str, **params: Any) -> Graph:
    return graph(
        [node("s", "kafka-source", **SRC), node("m", kind, **params), node("p", "print-sink")], "s>m", "m>p"
    )


def join(time: str = "event", right: dict[str, Any] | None = None, **params: Any) -> Graph:
    nodes = [
        node("l", "kafka-source", **SRC),
        node("r", "kafka-source", **(right or {**SRC, "topic": "payments"})),
        node("j", "join", **{"keys": KEYS, **params}),
        node("p", "print-sink"),
    ]
    return graph(nodes, "l>j:left", "r>j:right", "j>p", time=time)


S, P = node("s", "kafka-source", **SRC), node("p", "print-sink")
Q = node("q", "sql", sql="SELECT * FROM s")


def test_the_sound_ones_are_sound() -> None:
    for sound in (source(), source("event"), sink("print-sink"), between("filter", condition="TRUE"), join()):
        assert check.check_structure(sound, BINDINGS) == []
        compiler.compile(sound, BINDINGS)


@pytest.mark.parametrize(
    ("drawn", "code", "place"),
    [
        # the drawing
        (graph([]), "no-sink", (None, None)),
        (graph([S]), "no-sink", (None, None)),
        (graph([S, P, node("x", "kafka-sorce")], "s>p"), "unknown-kind", ("x", "kind")),
        (graph([S, P, node("f", "filter", condition="x"), node("g", "filter", condition="x")], "s>p", "f>g", "g>f"), "cycle", ("f", None)),
        (graph([S, P], "s>p", "s>gone"), "dangling-edge", ("s", None)),
        (graph([S, P], "s>p", "gone>p"), "dangling-edge", ("p", None)),
        (graph([S, P], "s>p", "s>p"), "duplicate-edge", ("p", "in")),
        (graph([S, P], "s>p", "s>p:side"), "unknown-port", ("p", "side")),
        (graph([S, P, node("z", "print-sink")], "s>p", "s>z", "p>z"), "unknown-port", ("p", "out")),
        (graph([S, P, node("z", "print-sink")], "s>p", "s>z", "p>s"), "unknown-port", ("s", "in")),
        (graph([S, S, P], "s>p"), "duplicate-id", ("s", None)),
        (graph([S, node("t", "kafka-source", "s", **SRC), P], "s>p"), "duplicate-name", ("s", "name")),
        (graph([S, node("p", "print-sink", "")], "s>p"), "bad-name", ("p", "name")),
        (graph([S, node("p", "print-sink", "a`; DROP")], "s>p"), "bad-name", ("p", "name")),
        (graph([S, node("p", "print-sink", "a\nb")], "s>p"), "bad-name", ("p", "name")),
        (graph([S, node("p", "print-sink", "1st")], "s>p"), "bad-name", ("p", "name")),
        (graph([S, node("p", "print-sink", "x" * 101)], "s>p"), "bad-name", ("p", "name")),
        (graph([S, P, node("z", "print-sink")], "s>p"), "unconnected-input", ("z", "in")),
        (graph([S, P, Q], "s>q", "s>p"), "not-between", ("q", None)),
        (graph([S, P, Q], "q>p"), "unconnected-input", ("q", "in")),
        (graph([S, node("t", "kafka-source", **SRC), P], "s>p", "t>p"), "too-many-inputs", ("p", "in")),
        (graph([S, P], "s>p", options={"pipeline.jars": "file:/x"}), "forbidden-option", (None, "settings.options.pipeline.jars")),
        # parameters by shape
        (source(topic=""), "missing-parameter", ("s", "topic")),
        (source(datasource=None), "missing-parameter", ("s", "datasource")),
        (source(topic=5), "bad-parameter", ("s", "topic")),
        (source(start="yesterday"), "bad-parameter", ("s", "start")),
        (source(dely_ms=5), "unknown-parameter", ("s", "dely_ms")),
        (source("event", delay_ms="5"), "bad-parameter", ("s", "delay_ms")),
        (source("event", delay_ms=-1), "bad-parameter", ("s", "delay_ms")),
        (source(options=["x"]), "bad-parameter", ("s", "options")),
        (source(columns=[{"name": "a", "type": "TEXT"}]), "bad-parameter", ("s", "columns.0.type")),
        (source(columns=[{"name": "a", "type": "INT) WITH ("}]), "bad-parameter", ("s", "columns.0.type")),
        (between("sql", sql="  \n "), "missing-parameter", ("m", "sql")),
        (between("sql"), "missing-parameter", ("m", "sql")),
        (between("filter", condition=""), "missing-parameter", ("m", "condition")),
        # Kafka source
        (source(datasource="shop-kafa"), "unknown-datasource", ("s", "datasource")),
        (source(datasource="warehouse"), "wrong-datasource", ("s", "datasource")),
        (source(topic="nothing"), "unknown-topic", ("s", "topic")),
        (source(topic="a b;c"), "bad-name", ("s", "topic")),
        (source(start="timestamp"), "missing-parameter", ("s", "start_timestamp_ms")),
        (source(start="committed"), "missing-parameter", ("s", "group_id")),
        (source(start="specific"), "missing-parameter", ("s", "start_offsets")),
        (source(start="specific", start_offsets={"x": 1}), "bad-parameter", ("s", "start_offsets")),
        (source("event", **FREE, columns=[{"name": "a", "type": "INT"}]), "missing-event-time", ("s", "event_time")),
        (source("event", event_time="nope"), "unknown-column", ("s", "event_time")),
        (source("event", event_time="city"), "bad-event-time", ("s", "event_time")),
        (source(**FREE, columns=[{"name": "a", "type": "INT"}] * 2), "duplicate-column", ("s", "columns")),
        (source(processing_time="city"), "duplicate-column", ("s", "columns")),
        (source(format="raw"), "bad-parameter", ("s", "format")),
        (source(format="avro", bad_records="skip"), "bad-parameter", ("s", "bad_records")),
        (source(table_name="p"), "duplicate-name", ("s", "table_name")),
        (source(table_name="a b"), "bad-name", ("s", "table_name")),
        (source(options={"properties.sasl.jaas.config": "x"}), "forbidden-option", ("s", "options.properties.sasl.jaas.config")),
        # Kafka sink
        (sink("kafka-sink", **ONE, mode="upsert"), "missing-parameter", ("k", "key")),
        (sink("kafka-sink", **ONE, key=["citi"]), "unknown-column", ("k", "key.0")),
        (sink("kafka-sink", **ONE, key=["city", "city"]), "duplicate-column", ("k", "key")),
        (sink("kafka-sink", **ONE, mode="upsert", key=["city"], format="raw"), "bad-parameter", ("k", "format")),
        (sink("kafka-sink", **ONE, delivery="exactly-once"), "missing-parameter", ("k", "transactional_id_prefix")),
        (sink("kafka-sink", checkpoint_interval_ms=None, **ONE), "missing-checkpoints", ("k", "delivery")),
        (sink("kafka-sink", datasource="shop-kafka", topic="payments"), "missing-column", ("k", "topic")),
        # JDBC sink
        (sink("jdbc-sink", datasource="shop-kafka", table="t"), "wrong-datasource", ("k", "datasource")),
        (sink("jdbc-sink", **DB, mode="upsert"), "missing-parameter", ("k", "key")),
        (sink("jdbc-sink", **DB, mode="upsert", key=["nope"]), "unknown-column", ("k", "key.0")),
        (sink("jdbc-sink", datasource="warehouse", table='t"; DROP TABLE x; --'), "bad-name", ("k", "table")),
        (sink("jdbc-sink", **DB, database="a.b"), "bad-name", ("k", "database")),
        (sink("jdbc-sink", **DB, batch_size=0), "bad-parameter", ("k", "batch_size")),
        (sink("jdbc-sink", **DB, options={"properties.autoDeserialize": "true"}), "forbidden-option", ("k", "options.properties.autoDeserialize")),
        (sink("jdbc-sink", datasource="warehouse", table="orders_per_city"), "missing-column", ("k", "table")),
        # join
        (join(keys=[]), "bad-parameter", ("j", "keys")),
        (join(keys=[{"left": "order_id"}]), "bad-parameter", ("j", "keys.0.right")),
        (join(keys=[{"left": "order_id", "right": "nope"}]), "unknown-column", ("j", "keys.0.right")),
        (join(columns=[{"side": "left", "column": "nope"}]), "unknown-column", ("j", "columns.0.column")),
        (join(columns=[{"side": "left", "column": "city", "name": "x"}, {"side": "left", "column": "amount", "name": "x"}]), "duplicate-column", ("j", "columns")),
        (join(keys=[{"left": "a\nb", "right": "c"}]), "bad-parameter", ("j", "keys.0.left")),
        (sink("kafka-sink", **ONE, key=["a\rb"]), "bad-parameter", ("k", "key.0")),
        (join(join="interval"), "missing-parameter", ("j", "left_time")),
        (join(join="interval", left_time="order_time"), "missing-parameter", ("j", "right_time")),
        (join("processing", join="temporal", left_time="order_time"), "missing-event-time", ("j", "join")),
        (join(join="temporal", left_time="order_time", unmatched="both"), "bad-parameter", ("j", "unmatched")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_bad(drawn: Graph, code: str, place: tuple[str | None, str | None]) -> None:
    found = errors(check.check_structure(drawn, BINDINGS))
    assert (code, place) in [(p.code, (p.node, p.field)) for p in found], found
    assert all(p.message[-1] in ".?" for p in found)
    with pytest.raises(compiler.CompileError):
        compiler.compile(drawn, BINDINGS)
    compiler.compile_partial(drawn, BINDINGS)  # the sound part still compiles


def test_what_is_one_fault_is_told_once() -> None:
    found = check.check_structure(source(topic=""), BINDINGS)
    assert [(p.code, p.node) for p in found] == [("missing-parameter", "s")]


def test_a_cycle_names_its_nodes() -> None:
    nodes = [S, P, node("f", "filter", "first", condition="x"), node("g", "filter", "second", condition="x")]
    found = [
        p for p in check.check_structure(graph(nodes, "s>p", "f>g", "g>f"), BINDINGS) if p.code == "cycle"
    ]
    assert "'first' → 'second' → 'first'" in found[0].message
    assert {p.node for p in found} == {"f", "g"}


def test_dead_ends_other_than_sql_only_warn() -> None:
    found = check.check_structure(graph([S, P, node("t", "kafka-source", **SRC)], "s>p"), BINDINGS)
    assert [(p.code, p.severity, p.node) for p in found] == [("no-effect", "warning", "t")]


def test_suggestions() -> None:
    (found,) = check.check_structure(source(datasource="shop-kafa"), BINDINGS)[:1]
    assert "Did you mean shop-kafka?" in found.message


def test_the_sound_part_of_a_half_drawn_graph_compiles() -> None:
    drawn = graph([S, Q, node("k", "kafka-sink")], "s>q", "q>k")
    draft = compiler.compile_partial(drawn, BINDINGS)
    assert [s.node for s in draft.script.statements] == ["s", "q"]
    assert {p.node for p in draft.problems} == {"k"}


def test_joining_what_only_the_planner_knows_needs_picks() -> None:
    nodes = [S, Q, node("j", "join", keys=KEYS), P]
    drawn = graph(nodes, "s>q", "s>j:left", "q>j:right", "j>p")
    assert [(p.code, p.field) for p in check.check_structure(drawn, BINDINGS)] == [
        ("missing-parameter", "columns")
    ]


def test_names_of_postgresql() -> None:
    columns = [{"name": name, "type": "INT"} for name in ("order", "Amount", "a b")]
    nodes = [node("s", "kafka-source", **FREE, columns=columns), node("k", "jdbc-sink", **DB)]
    found = check.check_structure(graph(nodes, "s>k"), BINDINGS)
    assert [p.code for p in found] == ["bad-column", "folded-column", "bad-column"]
