"""Kafka source: one topic becomes one table, with its event time and watermark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from penstock.connectors.kafka import options
from penstock.connectors.kafka.connector import check_topic, connection_refs
from penstock.connectors.kafka.schema import METADATA, TopicSchema
from penstock.graph.document import Node
from penstock.graph.problems import Problem
from penstock.operators import formats, validators
from penstock.operators.bindings import Column, Name
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import SOURCE
from penstock.operators.record_schema import RecordSchema
from penstock.operators.sql_builder import SqlBuilder
from penstock.operators.statement import ConnectionRef, Statement
from penstock.sql import quoting as sql

EVENT = {"job.time": "event"}
MODES = {
    "latest": "latest-offset",
    "earliest": "earliest-offset",
    "timestamp": "timestamp",
    "committed": "group-offsets",
    "specific": "specific-offsets",
}


class Params(Parameters):
    """What is read, the start position, and the event-time column."""

    datasource: str = param("Data source", widget="datasource:kafka")
    topic: str = param("Topic", "A registered topic of this data source, or any name.", widget="topic")
    start: Literal["latest", "earliest", "timestamp", "committed", "specific"] = param(
        "Start from",
        "Where reading begins when the job does not continue from a savepoint.",
        default="latest",
    )
    start_timestamp_ms: int | None = param(
        "Start time (ms)",
        "Milliseconds since 1970.",
        default=None,
        ge=0,
        when={"start": "timestamp"},
        needed=True,
    )
    start_offsets: dict[str, int] = param(
        "Start offsets",
        "For each partition the offset of the first record.",
        default={},
        widget="key-value",
        when={"start": "specific"},
        needed=True,
    )
    group_id: str | None = param(
        "Consumer group",
        "The consumer group that commits the offsets.",
        default=None,
        when={"start": "committed"},
        needed=True,
    )
    event_time: Name | None = param(
        "Event-time field",
        "A timestamp, or a BIGINT of milliseconds; the registered one when empty.",
        default=None,
        widget="column",
        when=EVENT,
    )
    delay_ms: int = param(
        "Watermark delay",
        "How long to wait for late records; later ones are dropped.",
        default=0,
        ge=0,
        le=sql.MAX_INTERVAL_MS,
        widget="duration-ms",
        when=EVENT,
    )
    idle_timeout_ms: int | None = param(
        "Idle timeout",
        "A partition that is silent for so long no longer holds back the time of the others.",
        default=None,
        ge=1,
        widget="duration-ms",
        when=EVENT,
        advanced=True,
    )
    processing_time: Name | None = param(
        "Processing-time column",
        "Adds a column of this name that holds the time of processing.",
        default=None,
        when={"job.time": "processing"},
    )
    columns: list[Column] = param(
        "Columns",
        "Only for a topic that is not registered under Tables.",
        default=[],
        widget="schema",
        advanced=True,
    )
    table_name: str | None = param(
        "Also known as", "A second name under which SQL may read this source.", default=None, advanced=True
    )
    format: formats.Format | None = param(
        "Format", "The registered one when empty, or else JSON.", default=None, advanced=True
    )
    bad_records: Literal["fail", "skip"] = param(
        "Bad records", "Whether a record that cannot be read stops the job.", default="fail", advanced=True
    )
    metadata: list[Literal["topic", "partition", "offset", "timestamp", "headers", "key"]] = param(
        "Metadata columns", "Adds kafka_partition, kafka_offset … to the columns.", default=[], advanced=True
    )
    options: dict[str, str] = param(
        "Options", "Further options of the connector.", default={}, widget="key-value", advanced=True
    )


class Kind(Operator[Params]):
    """One Kafka topic as a table."""

    label, group, icon = "Kafka source", "Sources", "kafka"
    summary = "Reads a Kafka topic, record by record."
    ports, connectors, parameters = SOURCE, ("kafka",), Params
    example = {"datasource": "shop-kafka", "topic": "orders", "delay_ms": 5000}
    docs = """\
The columns are those of the registered topic. For a topic that is not registered, give them here.

When the job runs on **event time**, one column is the time of each record. A `TIMESTAMP` of at most
three fractional digits is taken as it is. From a finer timestamp or a `BIGINT` of milliseconds a further
column is made, named after it with `_time` at the end. *Watermark delay* says how much out of order records
may be: windows close that much later, and records that are later still are dropped. When the job runs on
**processing time**, name a *processing-time column* if windows use it.

*Start from* applies to a job without a savepoint; from a savepoint it continues where it was. *Committed*
continues at the offsets of the consumer group, or at the end of the topic where it has none.

*Skip* of bad records works with JSON, CSV, Debezium and Canal; records that are left out are not counted.
The metadata column `kafka_key` holds the record's key as text.
"""

    def check(self, params: Params, context: Context) -> Iterator[Problem]:
        yield from validators.check_datasource(context, params.datasource, "kafka")
        yield from check_topic(params.topic)
        yield from options.SOURCE.check(params.options)
        schema = _schema(params, context)
        if not schema.table.columns:
            sentence = (
                f"The topic {params.topic} is not registered for {params.datasource}:"
                " register it under Tables, or give its columns here."
            )
            yield Problem("unknown-topic", sentence, field="topic")
            return
        yield from schema.check()
        if params.bad_records == "skip" and schema.format not in formats.SKIPPING:
            sentence = f"The format {schema.format} cannot skip bad records; choose to fail."
            yield Problem("bad-parameter", sentence, field="bad_records")
        if params.start == "specific" and not all(k.isascii() and k.isdigit() for k in params.start_offsets):
            sentence = "Start offsets are numbers of partitions with an offset each, such as 0 and 42."
            yield Problem("bad-parameter", sentence, field="start_offsets")

    def columns(self, params: Params, context: Context) -> tuple[Column, ...]:
        return _schema(params, context).columns()

    def required_connectors(self, params: Params, context: Context) -> tuple[str, ...]:
        return (*self.connectors, *formats.required_connectors(_schema(params, context).format))

    def record_schema(self, params: Params, context: Context) -> RecordSchema:
        return _schema(params, context).record_schema(params.idle_timeout_ms)

    def aliases(self, params: Params) -> tuple[str, ...]:
        return (params.table_name,) if params.table_name else ()

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        schema = _schema(params, context)
        builder = SqlBuilder(f"CREATE TEMPORARY TABLE {sql.ident(node.name)} (")
        separator = "\n  "
        for field, line in schema.definitions():
            builder.add(separator).of(field, line)
            separator = ",\n  "
        builder.add("\n)")
        options_ = tuple(_options(params, schema))
        changelog = formats.find_changelog(schema.format)
        yield Statement(
            node.id, "table", node.name, builder.sql, options_, source=builder.source, changelog=changelog
        )
        if params.table_name:
            view = sql.create_view(params.table_name, f"SELECT * FROM {sql.ident(node.name)}")
            yield Statement(node.id, "view", params.table_name, view, reads=(node.name,))


def _schema(params: Params, context: Context) -> TopicSchema:
    registered = context.bindings.table(params.datasource, params.topic)
    known = registered if registered is not None and not params.columns else None
    return TopicSchema(
        registered=registered,
        given=tuple(params.columns),
        metadata=tuple(params.metadata),
        format=params.format or (known.format if known else None) or formats.DEFAULT,
        event=context.settings.time == "event",
        event_time=params.event_time,
        processing_time=params.processing_time,
        delay_ms=params.delay_ms,
    )


def _options(params: Params, schema: TopicSchema) -> Iterator[tuple[str, str | ConnectionRef]]:
    yield "connector", "kafka"
    yield "topic", params.topic
    yield from connection_refs(params.datasource)
    yield "format", schema.format
    if params.bad_records == "skip":
        yield from formats.skip_bad_records(schema.format)
    if "key" in params.metadata:
        yield from (("key.format", "raw"), ("key.fields", METADATA["key"].name))
        yield "value.fields-include", "EXCEPT_KEY"
    yield from _start(params)
    if params.idle_timeout_ms and schema.event:
        yield "scan.watermark.idle-timeout", f"{params.idle_timeout_ms} ms"
    yield from sorted(params.options.items())


def _start(params: Params) -> Iterator[tuple[str, str]]:
    yield "scan.startup.mode", MODES[params.start]
    if params.start == "timestamp":
        yield "scan.startup.timestamp-millis", str(params.start_timestamp_ms)
    elif params.start == "specific":
        yield "scan.startup.specific-offsets", _offsets(params.start_offsets)
    if params.group_id:
        yield "properties.group.id", params.group_id
    if params.start == "committed" and "properties.auto.offset.reset" not in params.options:
        # Without it the connector fails for a group that has not committed yet.
        yield "properties.auto.offset.reset", "latest"


def _offsets(offsets: Mapping[str, Any]) -> str:
    pairs = sorted((int(partition), offset) for partition, offset in offsets.items())
    return ";".join(f"partition:{partition},offset:{offset}" for partition, offset in pairs)
