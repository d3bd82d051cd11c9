"""Kafka source: one topic becomes one table, with its event time and watermark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from penstock import sql, sql_types
from penstock.graph.document import Node
from penstock.graph.problems import Problem
from penstock.operators import datasources, formats, options
from penstock.operators.base import SOURCE, Context, Operator, Parameters, param
from penstock.operators.bindings import Column, Table
from penstock.operators.statement import Ref, Statement
from penstock.operators.writer import Writer

EVENT = {"job.time": "event"}
MODES = {
    "latest": "latest-offset",
    "earliest": "earliest-offset",
    "timestamp": "timestamp",
    "committed": "group-offsets",
    "specific": "specific-offsets",
}
METADATA = {
    "topic": Column(name="kafka_topic", type="STRING NOT NULL"),
    "partition": Column(name="kafka_partition", type="INT NOT NULL"),
    "offset": Column(name="kafka_offset", type="BIGINT NOT NULL"),
    "timestamp": Column(name="kafka_timestamp", type="TIMESTAMP_LTZ(3) NOT NULL"),
    "headers": Column(name="kafka_headers", type="MAP<STRING, BYTES>"),
    "key": Column(name="kafka_key", type="STRING"),
}
UNREGISTERED = Table()


class Params(Parameters):
    """What one reads, from where on, and which column tells the time."""

    datasource: str = param("Data source", widget="datasource:kafka")
    topic: str = param("Topic", "A registered topic of this data source, or any name.", widget="topic")
    columns: list[Column] = param(
        "Columns", "Only for a topic that is not registered under Tables.", default=[], widget="schema"
    )
    table_name: str | None = param(
        "Also known as", "A second name under which SQL may read this source.", default=None
    )
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
        "Under this name the offsets are committed.",
        default=None,
        when={"start": "committed"},
        needed=True,
    )
    event_time: str | None = param(
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
    )
    processing_time: str | None = param(
        "Processing-time column",
        "Adds a column of this name that holds the time of processing.",
        default=None,
        when={"job.time": "processing"},
    )
    format: formats.Format | None = param(
        "Format", "The registered one when empty, or else JSON.", default=None
    )
    bad_records: Literal["fail", "skip"] = param(
        "Bad records", "Whether a record that cannot be read stops the job.", default="fail"
    )
    metadata: list[Literal["topic", "partition", "offset", "timestamp", "headers", "key"]] = param(
        "Metadata columns", "Adds kafka_partition, kafka_offset … to the columns.", default=[]
    )
    options: dict[str, str] = param(
        "Options", "Further options of the connector.", default={}, widget="key-value"
    )


class Kind(Operator):
    """One Kafka topic as a table."""

    label, group, icon = "Kafka source", "Sources", "kafka"
    summary = "Reads a Kafka topic, record by record."
    ports, connectors, parameters = SOURCE, ("kafka",), Params
    example = {"datasource": "shop-kafka", "topic": "orders", "delay_ms": 5000}
    docs = """\
The columns are those of the registered topic. For a topic that is not registered, give them here.

When the job runs on **event time**, one column tells the time of each record. A `TIMESTAMP` of at most
three fractional digits is taken as it is. From a finer timestamp or a `BIGINT` of milliseconds a further
column is made, named after it with `_time` at the end. *Watermark delay* says how much out of order records
may be: windows close that much later, and records that are later still are dropped. When the job runs on
**processing time**, name a *processing-time column* if windows shall follow it.

*Start from* holds for a job that starts afresh; from a savepoint it continues where it was. *Committed*
continues at the offsets of the consumer group, or at the end of the topic where it has none.

*Skip* of bad records works with JSON, CSV, Debezium and Canal; records that are left out are not counted.
The metadata column `kafka_key` holds the record's key as text.
"""

    def check(self, params: Params, context: Context) -> Iterator[Problem]:
        yield from datasources.check_datasource(context.bindings, params.datasource, "kafka")
        yield from datasources.check_topic(params.topic)
        yield from options.KAFKA_SOURCE.check(params.options)
        if not self._table(params, context).columns:
            sentence = (
                f"The topic {params.topic} is not registered for {params.datasource}:"
                " register it under Tables, or give its columns here."
            )
            yield Problem("unknown-topic", sentence, field="topic")
            return
        yield from self._check_columns(params, context)
        yield from self._check_time(params, context)
        format_ = self._format(params, context)
        if params.bad_records == "skip" and format_ not in formats.SKIPPING:
            sentence = f"The format {format_} cannot skip bad records; choose to fail."
            yield Problem("bad-parameter", sentence, field="bad_records")
        if params.start == "specific" and not all(k.isascii() and k.isdigit() for k in params.start_offsets):
            sentence = "Start offsets are numbers of partitions with an offset each, such as 0 and 42."
            yield Problem("bad-parameter", sentence, field="start_offsets")

    def _check_columns(self, params: Params, context: Context) -> Iterator[Problem]:
        seen: set[str] = set()
        for column in self.columns(params, context):
            if column.name in seen:
                sentence = f"Two columns of this source are named {column.name!r}; rename one."
                yield Problem("duplicate-column", sentence, field="columns")
            seen.add(column.name)
        if self._format(params, context) == "raw" and len(self._table(params, context).columns) != 1:
            sentence = "The format raw reads the whole record into one column; this topic has several."
            yield Problem("bad-parameter", sentence, field="format")

    def _check_time(self, params: Params, context: Context) -> Iterator[Problem]:
        if context.settings.time != "event":
            return
        name = self._time_name(params, context)
        if name is None:
            sentence = (
                "The job runs on event time, but no column of this source tells the time:"
                " choose the event-time field, or set the job to processing time."
            )
            yield Problem("missing-event-time", sentence, field="event_time")
            return
        column = next((c for c in self._physical(params, context) if c.name == name), None)
        if column is None:
            known = [c.name for c in self._physical(params, context)]
            sentence = f"There is no column {name!r} to tell the time; the columns are {', '.join(known)}."
            yield Problem("unknown-column", sentence, field="event_time")
        elif sql_types.parse(column.type).root not in ("TIMESTAMP", "TIMESTAMP_LTZ", "BIGINT"):
            sentence = f"{name} is {column.type}; the time must be a TIMESTAMP, or a BIGINT of milliseconds."
            yield Problem("bad-event-time", sentence, field="event_time")

    def columns(self, params: Params, context: Context) -> tuple[Column, ...]:
        found = self._physical(params, context)
        made = self._made_time(params, context)
        if made:
            found = (*found, made[0])
        if params.processing_time and context.settings.time == "processing":
            found = (*found, Column(name=params.processing_time, type="TIMESTAMP_LTZ(3)"))
        return found

    def needs(self, params: Params, context: Context) -> tuple[str, ...]:
        return (*self.connectors, *formats.needs(self._format(params, context)))

    def aliases(self, params: Params) -> tuple[str, ...]:
        return (params.table_name,) if params.table_name else ()

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        writer = Writer(f"CREATE TEMPORARY TABLE {sql.ident(node.name)} (")
        separator = "\n  "
        for field, line in self._lines(params, context):
            writer.add(separator).of(field, line)
            separator = ",\n  "
        writer.add("\n)")
        yield Statement(
            node.id,
            "table",
            node.name,
            writer.sql,
            tuple(self._options(params, context)),
            source=writer.source,
        )
        if params.table_name:
            view = sql.create_view(params.table_name, f"SELECT * FROM {sql.ident(node.name)}")
            yield Statement(node.id, "view", params.table_name, view, reads=(node.name,))

    def _lines(self, params: Params, context: Context) -> Iterator[tuple[str, str]]:
        """The parts of the table definition, each with the field that it comes from."""
        for column in self._table(params, context).columns:
            yield "columns" if params.columns else "topic", f"{sql.ident(column.name)} {column.type}"
        for choice in params.metadata:
            column = METADATA[choice]
            # The key is no metadata to the connector but a part of the record with a format of its own.
            virtual = "" if choice == "key" else f" METADATA FROM {sql.text(choice)} VIRTUAL"
            yield "metadata", f"{sql.ident(column.name)} {column.type}{virtual}"
        if context.settings.time == "event":
            yield from self._time_lines(params, context)
        elif params.processing_time:
            yield "processing_time", f"{sql.ident(params.processing_time)} AS PROCTIME()"
        table = self._table(params, context)
        if table.key and self._format(params, context) in formats.CHANGELOG:
            yield "topic", f"PRIMARY KEY ({sql.names(table.key)}) NOT ENFORCED"

    def _time_lines(self, params: Params, context: Context) -> Iterator[tuple[str, str]]:
        made = self._made_time(params, context)
        if made:
            yield "event_time", f"{sql.ident(made[0].name)} AS {made[1]}"
        name = made[0].name if made else self._time_name(params, context)
        if name is not None:
            at = sql.ident(name)
            yield "event_time", f"WATERMARK FOR {at} AS {at} - {sql.interval(params.delay_ms)}"

    def _made_time(self, params: Params, context: Context) -> tuple[Column, str] | None:
        """The computed time column and its expression, where the field itself cannot be the time."""
        name = self._time_name(params, context) if context.settings.time == "event" else None
        column = next((c for c in self._physical(params, context) if c.name == name), None)
        if column is None:
            return None
        kind, at = sql_types.parse(column.type), sql.ident(column.name)
        if kind.root == "BIGINT":
            type_, expression = "TIMESTAMP_LTZ(3)", f"TO_TIMESTAMP_LTZ({at}, 3)"
        elif kind.root in ("TIMESTAMP", "TIMESTAMP_LTZ") and (kind.precision or 0) > 3:
            type_ = f"{kind.root}(3)"
            expression = f"CAST({at} AS {type_})"
        else:
            return None
        return Column(name=f"{column.name}_time", type=type_), expression

    def _time_name(self, params: Params, context: Context) -> str | None:
        return params.event_time or self._table(params, context).event_time

    def _physical(self, params: Params, context: Context) -> tuple[Column, ...]:
        return (*self._table(params, context).columns, *(METADATA[m] for m in params.metadata))

    def _table(self, params: Params, context: Context) -> Table:
        if params.columns:
            return Table(columns=tuple(params.columns))
        return context.bindings.table(params.datasource, params.topic) or UNREGISTERED

    def _format(self, params: Params, context: Context) -> str:
        return params.format or self._table(params, context).format or formats.DEFAULT

    def _options(self, params: Params, context: Context) -> Iterator[tuple[str, str | Ref]]:
        format_ = self._format(params, context)
        yield "connector", "kafka"
        yield "topic", params.topic
        yield from datasources.kafka_connection(params.datasource)
        yield "format", format_
        if params.bad_records == "skip":
            yield from formats.skip_bad_records(format_)
        if "key" in params.metadata:
            yield from (("key.format", "raw"), ("key.fields", METADATA["key"].name))
            yield "value.fields-include", "EXCEPT_KEY"
        yield from _start(params)
        if params.idle_timeout_ms and context.settings.time == "event":
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
