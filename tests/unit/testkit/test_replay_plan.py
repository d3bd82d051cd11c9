"""The replay's plan: one order over all sources, metadata, idleness; and the record schema of a source."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.compiler.resolve import resolve
from penstock.graph.document import Graph
from penstock.operators.bindings import Column
from penstock.operators.record_schema import RecordSchema
from penstock.testkit import replay_plan, source_inputs
from penstock.testkit.arrival import schedule
from penstock.testkit.arrival_plan import ArrivalError, load
from penstock.testkit.source_inputs import SourceInput, find_record_schemas
from tests.unit.compiler.strategies import BINDINGS

FEED = RecordSchema((Column(name="n", type="INT"),), event_time="n")


def input_(times: list[int], schema: RecordSchema = FEED, **more: Any) -> SourceInput:
    rows = [{"n": time, **more} for time in times]
    return SourceInput(schema, rows, schedule(times, load({"mode": "recorded"})))


def lines(real_time: bool = False, **sources: SourceInput) -> list[dict[str, Any]]:
    return [json.loads(line) for line in replay_plan.iter_lines(sources, real_time=real_time)]


def test_sources_meet_on_one_clock() -> None:
    found = lines(b=input_([1, 5]), a=input_([1, 3]))
    assert found == [
        {"table": "b", "row": {"n": 1}},
        {"table": "a", "row": {"n": 1}},
        {"table": "a", "row": {"n": 3}},
        {"table": "b", "row": {"n": 5}},
    ]


def test_real_time_waits() -> None:
    assert [line.get("pause_ms") for line in lines(True, a=input_([10, 10, 30]), b=input_([20]))] == [
        None, None, 10, 10
    ]  # fmt: skip


def test_metadata_goes_beside_the_row_and_is_filled_in() -> None:
    meta = (
        (Column(name="kafka_partition", type="INT NOT NULL"), "partition"),
        (Column(name="kafka_offset", type="BIGINT NOT NULL"), "offset"),
        (Column(name="kafka_timestamp", type="TIMESTAMP_LTZ(3) NOT NULL"), "timestamp"),
        (Column(name="kafka_topic", type="STRING NOT NULL"), "topic"),
        (Column(name="kafka_headers", type="MAP<STRING, BYTES>"), "headers"),
    )
    found = lines(a=input_([7, 1234], RecordSchema(FEED.columns, meta), kafka_partition=3, other="no column"))
    assert found[1] == {
        "table": "a",
        "row": {"n": 1234},
        "meta": {
            "partition": 3,
            "offset": 1,
            "timestamp": "1970-01-01 00:00:01.234Z",
            "topic": "a",
            "headers": None,
        },
    }


def test_changes_have_a_kind_where_the_source_has_changes() -> None:
    changes = RecordSchema(FEED.columns, changes=True)
    assert lines(a=input_([1], changes, _kind="-D"))[0]["kind"] == "-D"
    assert "kind" not in lines(a=input_([1], changes, _kind="+I"))[0]
    assert "kind" not in lines(a=input_([1], _kind="-D"))[0]


def test_silence_becomes_idleness() -> None:
    quiet = RecordSchema(FEED.columns, idle_timeout_ms=10)
    found = [
        (line["table"], line.get("idle", False))
        for line in lines(a=input_([0, 10, 21]), b=input_([5, 21], quiet))
    ]
    assert found == [("a", False), ("b", False), ("a", False), ("b", True), ("a", False), ("b", False)]
    found = [
        (line["table"], line.get("idle", False)) for line in lines(a=input_([0, 50]), b=input_([], quiet))
    ]
    assert found == [("a", False), ("b", True), ("a", False)]
    assert not any("idle" in line for line in lines(b=input_([0, 10, 20], quiet)))


@given(st.dictionaries(st.sampled_from("abc"), st.lists(st.integers(0, 99), max_size=20)))
def test_every_row_comes_once_in_order(times: dict[str, list[int]]) -> None:
    sources = {name: input_(found) for name, found in times.items()}
    made = [json.loads(line) for line in replay_plan.iter_lines(sources)]
    for name, found in times.items():
        assert [line["row"]["n"] for line in made if line["table"] == name] == found
    assert made == [json.loads(line) for line in replay_plan.iter_lines(sources)]


def test_the_origin_is_the_first_event_of_all() -> None:
    assert source_inputs.find_origin({"a": [5, None], "b": [3]}) == 3
    assert source_inputs.find_origin({"a": []}) == 0


def test_event_times_of_rows() -> None:
    rows: list[dict[str, Any]] = [{"n": 5, "at": "1970-01-01 00:00:01.234567"}, {"n": None, "at": None}]
    assert source_inputs.read_event_times(rows, FEED) == [5, None]
    assert source_inputs.read_event_times(rows, RecordSchema(FEED.columns, event_time="at")) == [1234, None]
    assert source_inputs.read_event_times(rows, RecordSchema(FEED.columns)) == [None, None]


def test_a_column_holds_the_arrivals() -> None:
    rows: list[dict[str, Any]] = [{"came": 7}, {"came": "1970-01-01 00:00:01.500Z"}]
    assert source_inputs.read_arrival_column(rows, "came", 1000) == [1007, 1500]
    for bad in (None, True, "soon"):
        with pytest.raises(ArrivalError, match="Row 2: 'came' has no arrival time"):
            source_inputs.read_arrival_column([*rows[:1], {"came": bad}], "came", 0)


def source_graph(params: dict[str, Any], options: dict[str, str]) -> Graph:
    nodes = [
        {"id": "1", "kind": "kafka-source", "name": "in", "params": params},
        {"id": "2", "kind": "print-sink", "name": "out", "params": {}},
    ]
    settings = {"time": "event", "options": options}
    return Graph.load({"settings": settings, "nodes": nodes, "edges": [{"source": "1", "target": "2"}]})


@pytest.mark.parametrize(
    ("own", "text", "timeout"),
    [
        (None, "5 s", 5000),
        (None, "2min", 120_000),
        (None, "700", 700),
        (None, "0 ms", None),
        (None, "soon", None),
        (900, "5 s", 900),
    ],
)
def test_the_job_may_say_when_sources_are_idle(own: int | None, text: str, timeout: int | None) -> None:
    params = {"datasource": "k", "topic": "orders"} | ({"idle_timeout_ms": own} if own else {})
    graph = source_graph(params, {"table.exec.source.idle-timeout": text})
    assert find_record_schemas(resolve(graph, BINDINGS))["in"].idle_timeout_ms == timeout


def test_a_kafka_source_says_what_it_is_fed_with() -> None:
    params = {
        "datasource": "k",
        "topic": "orders",
        "delay_ms": 5000,
        "idle_timeout_ms": 900,
        "metadata": ["partition", "key"],
    }
    found = find_record_schemas(resolve(source_graph(params, {}), BINDINGS))
    assert list(found) == ["in"]
    schema = found["in"]
    assert [c.name for c in schema.columns] == ["id", "city", "amount", "at", "kafka_key"]
    assert [(c.name, key) for c, key in schema.meta] == [("kafka_partition", "partition")]
    assert (schema.event_time, schema.delay_ms, schema.idle_timeout_ms, schema.changes) == (
        "at",
        5000,
        900,
        False,
    )
