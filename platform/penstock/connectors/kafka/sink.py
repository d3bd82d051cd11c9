"""Kafka sink: rows become records of a topic, appended or as the latest state of each key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from penstock.connectors.kafka import options
from penstock.connectors.kafka.connector import check_topic, connection_refs
from penstock.graph.document import Node
from penstock.graph.problems import Problem
from penstock.operators import formats, sink_base, validators
from penstock.operators.bindings import Name, Table
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import SINK
from penstock.operators.statement import ConnectionRef, Statement

APPEND, UPSERT = {"mode": "append"}, {"mode": "upsert"}
UPSERT_FORMATS = ("json", "csv", "avro")


class Params(Parameters):
    """Where rows go, as what, and how surely."""

    datasource: str = param("Data source", widget="datasource:kafka")
    topic: str = param("Topic", "A registered topic of this data source, or any name.", widget="topic")
    mode: Literal["append", "upsert"] = param(
        "Write as",
        "Every row as a record of its own, or the latest row of each key (for results that change).",
        default="append",
    )
    key: list[Name] = sink_base.key_columns(
        "Key columns", "Make up the record's key. Needed for upsert; the registered ones when empty."
    )
    partitioner: Literal["default", "fixed", "round-robin"] = param(
        "Partitioner",
        "default: by key, or sticky without one; fixed: one partition for each writer.",
        default="default",
        when=APPEND,
        advanced=True,
    )
    format: formats.Format | None = param(
        "Format", "The registered one when empty, or else JSON.", default=None, advanced=True
    )
    delivery: Literal["none", "at-least-once", "exactly-once"] = param(
        "Delivery",
        "What a failure may cost: lost records, repeated ones, or neither (seen at each checkpoint).",
        default="at-least-once",
    )
    transactional_id_prefix: str | None = param(
        "Transactional id prefix",
        "Unique among all writers to the brokers.",
        default=None,
        min_length=1,
        max_length=200,
        when={"delivery": "exactly-once"},
        needed=True,
    )
    parallelism: int | None = sink_base.parallelism()
    options: dict[str, str] = sink_base.extra_options()


class Kind(Operator[Params]):
    """Rows into one Kafka topic."""

    label, group, icon = "Kafka sink", "Sinks", "kafka"
    summary = "Writes rows to a Kafka topic."
    ports, connectors, parameters = SINK, ("kafka",), Params
    example = {
        "datasource": "shop-kafka",
        "topic": "orders_per_city",
        "mode": "upsert",
        "key": ["city"],
        "delivery": "exactly-once",
        "transactional_id_prefix": "orders-per-city",
    }
    docs = """\
When the topic is registered under Tables, the record has its columns, taken from the input by name.
Otherwise it has the input's columns.

**Append** takes rows that never change. A query that groups without a window changes its results: choose
**upsert**, which writes the latest row of each key and, for a key that vanished, a record without a value.
A compacted topic then holds the current result.

**Exactly once** writes in transactions that end with each checkpoint: readers must read committed records
only, and the job must have checkpoints. The *transactional id prefix* must be unique among all that write
to the brokers.
"""

    def check(self, params: Params, context: Context) -> Iterator[Problem]:
        yield from validators.check_datasource(context, params.datasource, "kafka")
        yield from check_topic(params.topic)
        yield from options.SINK.check(params.options)
        table = self._table(params, context)
        yield from sink_base.check_input(table, context, "topic")
        yield from sink_base.check_key(self._key(params, context), table, context, "key")
        yield from self._check_mode(params, context)
        if params.delivery != "none" and context.settings.checkpoint_interval_ms is None:
            sentence = f"Delivery {params.delivery} needs checkpoints: set an interval in the job's settings."
            yield Problem("missing-checkpoints", sentence, field="delivery")

    def _check_mode(self, params: Params, context: Context) -> Iterator[Problem]:
        format_ = self._format(params, context)
        if params.mode == "upsert":
            if not self._key(params, context):
                sentence = "Writing as upsert needs key columns."
                yield Problem("missing-parameter", sentence, field="key")
            if format_ not in UPSERT_FORMATS:
                sentence = f"Upsert takes one of the formats {', '.join(UPSERT_FORMATS)}, not {format_}."
                yield Problem("bad-parameter", sentence, field="format")
        elif params.partitioner == "round-robin" and params.key:
            sentence = (
                "With the partitioner round-robin, records of one key go to several partitions, out of order."
            )
            yield Problem("key-without-order", sentence, severity="warning", field="partitioner")

    def required_connectors(self, params: Params, context: Context) -> tuple[str, ...]:
        return (*self.connectors, *formats.required_connectors(self._format(params, context)))

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        key = self._key(params, context) if params.mode == "upsert" else ()
        table = self._table(params, context)
        options = self._options(params, context)
        changelog = formats.find_changelog(self._format(params, context), params.mode)
        yield from sink_base.lower(node, table, key, options, context, "topic", changelog=changelog)

    def _table(self, params: Params, context: Context) -> Table | None:
        table = context.bindings.table(params.datasource, params.topic)
        return table if table is not None and table.columns else None

    def _key(self, params: Params, context: Context) -> tuple[str, ...]:
        table = self._table(params, context)
        return tuple(params.key) or (table.key if table is not None and params.mode == "upsert" else ())

    def _format(self, params: Params, context: Context) -> str:
        table = self._table(params, context)
        return params.format or (table.format if table else None) or formats.DEFAULT

    def _options(self, params: Params, context: Context) -> Iterator[tuple[str, str | ConnectionRef]]:
        format_ = self._format(params, context)
        yield "connector", "kafka" if params.mode == "append" else "upsert-kafka"
        yield "topic", params.topic
        yield from connection_refs(params.datasource)
        if params.mode == "upsert":
            yield from (("key.format", format_), ("value.format", format_))
        else:
            yield "format", format_
            if params.key:
                yield from (("key.format", format_), ("key.fields", ";".join(params.key)))
            if params.partitioner != "default":
                yield "sink.partitioner", params.partitioner
        yield "sink.delivery-guarantee", params.delivery
        if params.delivery == "exactly-once":
            yield "sink.transactional-id-prefix", params.transactional_id_prefix or ""
        if params.parallelism:
            yield "sink.parallelism", str(params.parallelism)
        yield from sorted(params.options.items())
