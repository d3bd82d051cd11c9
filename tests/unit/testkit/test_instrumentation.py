"""A compiled job as a test: what its tables become, and what is left as it was."""

from __future__ import annotations

import pytest
from hypothesis import given

from penstock.compiler import compile
from penstock.compiler.script import Requirements, Script, Statement
from penstock.graph.document import Graph
from penstock.operators.statement import Changelog, ConnectionRef
from penstock.testkit.instrumentation import SetupError, add_taps, classify_tables, instrument, require_known
from tests.unit.compiler.strategies import BINDINGS, graphs


def table(name: str, *options: tuple[str, str | ConnectionRef], changelog: Changelog = "append") -> Statement:
    created = f"CREATE TEMPORARY TABLE `{name}` (`a` INT)"
    return Statement(f"id-{name}", "table", name, created, options, changelog=changelog)


def insert(into: str, source: str) -> Statement:
    text = f"INSERT INTO `{into}`\nSELECT * FROM `{source}`"
    return Statement(f"id-{into}", "insert", into, text, reads=(source,))


def job(*sinks: Statement, settings: dict[str, str] | None = None) -> Script:
    source = table(
        "orders", ("connector", "kafka"), ("properties.bootstrap.servers", ConnectionRef("k", "p", "c:1"))
    )
    view = Statement("id-v", "view", "big", "CREATE TEMPORARY VIEW `big` AS\nSELECT 1", reads=("orders",))
    inserts = [insert(s.name, "big") for s in sinks]
    return Script(settings or {}, (source, view, *sinks, *inserts), Requirements(connectors=("kafka",)))


def options_of(script: Script, name: str) -> dict[str, str | ConnectionRef]:
    return dict(next(s for s in script.statements if s.name == name and s.kind == "table").options)


@pytest.mark.parametrize("changelog", ["append", "upsert", "all"])
@pytest.mark.parametrize("connector", ["kafka", "made-later"])
def test_a_sink_captures_the_changes_that_it_takes(connector: str, changelog: Changelog) -> None:
    made = instrument(job(table("out", ("connector", connector), changelog=changelog)))
    assert options_of(made, "out") == {"connector": "capture", "name": "out", "mode": changelog}


@pytest.mark.parametrize("changelog", ["append", "all"])
def test_a_source_replays_records_or_changes(changelog: Changelog) -> None:
    script = Script({}, (table("in", ("connector", "kafka"), changelog=changelog),))
    assert options_of(instrument(script), "in") == {"connector": "replay", "name": "in", "mode": changelog}


def test_only_options_change() -> None:
    script = job(table("out", ("connector", "print")))
    made = instrument(script)
    assert [(s.node, s.sql, s.key, s.reads) for s in made.statements] == [
        (s.node, s.sql, s.key, s.reads) for s in script.statements
    ]
    assert made.requirements.connectors == ()


def test_jars_and_functions_still_go_along() -> None:
    script = Script({}, (), Requirements(("kafka",), ("udf.jar",), ("f",)))
    assert instrument(script).requirements == Requirements((), ("udf.jar",), ("f",))


def test_settings_follow_the_plan_and_not_the_clock() -> None:
    settings = {
        "execution.checkpointing.interval": "10000 ms",
        "parallelism.default": "4",
        "restart-strategy.exponential-delay.max-backoff": "1 min",
        "table.exec.mini-batch.size": "5000",
        "table.exec.source.idle-timeout": "5 s",
        "table.local-time-zone": "UTC",
    }
    assert instrument(job(settings=settings)).settings == {
        "execution.buffer-timeout.interval": "0 ms",
        "parallelism.default": "1",
        "pipeline.auto-watermark-interval": "0 ms",
        "restart-strategy.type": "none",
        "table.exec.mini-batch.enabled": "false",
        "table.exec.source.idle-timeout": "0 ms",
        "table.local-time-zone": "UTC",
    }


def test_a_tap_is_a_capture_of_its_own() -> None:
    sink = table("tap_big", ("connector", "print"))
    made = add_taps(instrument(job(sink)), ["big", "orders", "big"])
    assert [s.name for s in made.statements] == [
        "orders", "big", "tap_big", "tap_big_2", "tap_orders", "tap_big", "tap_big_2", "tap_orders"
    ]  # fmt: skip
    tap, write = made.statements[3], made.statements[6]
    assert (tap.sql, tap.schema_from) == ("CREATE TEMPORARY TABLE `tap_big_2`", "big")
    assert dict(tap.options) == {"connector": "capture", "name": "big", "mode": "all"}
    assert write.sql == "INSERT INTO `tap_big_2`\nSELECT * FROM `big`"
    assert {s.node for s in (tap, write)} == {"id-v"}


def test_a_tap_of_several_event_times_keeps_one() -> None:
    planned = {
        "big": [
            {"name": "t1", "type": "TIMESTAMP(3)", "nullable": True, "time": "event"},
            {"name": "n", "type": "INT", "nullable": True},
            {"name": "t2", "type": "TIMESTAMP_LTZ(3)", "nullable": True, "time": "event"},
        ]
    }
    write = add_taps(instrument(job()), ["big"], planned).statements[-1]
    assert "SELECT `t1`, `n`, CAST(`t2` AS TIMESTAMP_LTZ(3)) AS `t2` FROM `big`" in write.sql


@pytest.mark.parametrize(
    ("sources", "taps", "sentence"),
    [
        ([], [], "Choose a data pack for orders"),
        (["orders", "order"], [], "no source 'order' that could be fed. Did you mean orders?"),
        (["orders"], ["bigg"], "no node 'bigg' that could be tapped. Did you mean big?"),
        (["orders"], ["out"], "'out' is a sink"),
    ],
)
def test_what_does_not_fit_is_said(sources: list[str], taps: list[str], sentence: str) -> None:
    with pytest.raises(SetupError) as caught:
        require_known(classify_tables(job(table("out", ("connector", "print")))), sources, taps)
    assert sentence in str(caught.value)


@given(graphs())
def test_every_job_becomes_one_without_a_store(graph: Graph) -> None:
    script = compile(graph, BINDINGS)
    found = classify_tables(script)
    require_known(found, found.sources, found.tappable)
    made = add_taps(instrument(script), found.tappable)
    assert Script.from_json(made.to_json()) == made
    tables = [s for s in made.statements if s.kind == "table"]
    assert {dict(t.options)["connector"] for t in tables} == {"replay", "capture"}
    assert not any(isinstance(value, ConnectionRef) for t in tables for _, value in t.options)
    captured = [str(dict(t.options)["name"]) for t in tables if dict(t.options)["connector"] == "capture"]
    assert sorted(captured) == sorted([*found.sinks, *found.tappable])
    names = [t.name for t in tables]
    assert len(set(names)) == len(names)
