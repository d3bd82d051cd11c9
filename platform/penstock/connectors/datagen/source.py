"""Datagen source: generated rows at a steady rate, for any number of rows or without an end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from penstock.connectors.datagen.columns import GeneratedColumn
from penstock.connectors.datagen.generators import check_generator, generator_options
from penstock.graph.document import Node
from penstock.graph.problems import Problem, did_you_mean
from penstock.operators.bindings import Column, Name
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import SOURCE
from penstock.operators.record_schema import RecordSchema
from penstock.operators.sql_builder import SqlBuilder
from penstock.operators.statement import Statement
from penstock.sql import quoting as sql
from penstock.sql import types as sql_types

EVENT = {"job.time": "event"}


class Params(Parameters):
    """The columns, the number of rows, and the event-time column."""

    columns: list[GeneratedColumn] = param(
        "Columns", "Names, types, and how their values are made.", min_length=1, max_length=200
    )
    rows_per_second: int = param("Rows per second", "Of the whole source.", default=10, ge=1, le=10_000_000)
    rows: int | None = param(
        "Number of rows",
        "The source ends after so many; it never ends when empty.",
        default=None,
        ge=1,
        le=2**53 - 1,
    )
    event_time: Name | None = param(
        "Event-time field",
        "A column of type TIMESTAMP(3) or TIMESTAMP_LTZ(3).",
        default=None,
        widget="column",
        when=EVENT,
        needed=True,
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


class Kind(Operator):
    """Generated rows."""

    label, group, icon = "Datagen source", "Sources", "datagen-source"
    summary = "Generates rows at a steady rate, for trying out and measuring."
    ports, parameters = SOURCE, Params
    connectors = ("datagen",)
    example = {
        "columns": [
            {"name": "order_id", "type": "BIGINT", "generator": "sequence", "min": "1"},
            {"name": "customer", "type": "STRING", "generator": "regex", "pattern": "C-[0-9]{4}"},
            {
                "name": "state",
                "type": "STRING",
                "generator": "choice",
                "choices": {"paid": "8", "refunded": "1"},
            },
            {"name": "amount", "type": "DOUBLE", "min": "1", "max": "100", "null_rate": 0.01},
            {"name": "order_time", "type": "TIMESTAMP(3)", "disorder_ms": 5000},
        ],
        "rows_per_second": 100,
        "event_time": "order_time",
        "delay_ms": 5000,
    }
    docs = """\
Each column has a generator:

* **Random** makes numbers between *from* and *to*, texts of hexadecimal digits with the given *length*, and
timestamps of now, or with *disorder* up to so long ago: rows then arrive out of order, and a *watermark
delay* of the same length waits for all of them.
* **Sequence** counts from *from* to *to*, over all parallel readers together; the source ends with the
shortest of its sequences. Without *to* it counts to the largest number of its type.
* **Choice** takes one of several values, each as often as its weight says.
* **Regex** makes texts that match a regular expression as a whole: characters, `.`, `[a-z]`, `\\d`, `\\w`,
`\\s`, groups, alternatives, `?` and `{2,5}`. Repetitions without an end, such as `*`, are refused.

Numbers keep all their digits when they are written as texts. A *share of nulls* leaves values out.

A row has the same random values each time that it is generated. A job that failed, or that starts from a
savepoint, continues with the rows that follow: none is left out, and none has other values. Only timestamps
are those of the clock.

With a *number of rows* the source ends after so many, and so does a job that has no other source.

A unit test replaces the generated rows by those of a data pack.
"""

    def check(self, params: Params, context: Context) -> Iterator[Problem]:
        """Columns that occur twice or cannot be generated, and an event time that is none."""
        names = Counter(column.name for column in params.columns)
        for number, column in enumerate(params.columns):
            if names[column.name] > 1:
                sentence = f"Two columns of this source are named {column.name!r}; rename one."
                yield Problem("duplicate-column", sentence, field=f"columns.{number}.name")
            for field, sentence in check_generator(column):
                yield Problem("bad-parameter", sentence, field=f"columns.{number}.{field}")
        if context.settings.time == "event" and params.event_time is not None:
            yield from self._check_time(params.event_time, params)

    def _check_time(self, name: str, params: Params) -> Iterator[Problem]:
        column = next((c for c in params.columns if c.name == name), None)
        if column is None:
            near = did_you_mean(name, [c.name for c in params.columns])
            sentence = f"There is no column {name!r} to tell the time.{near}"
            yield Problem("unknown-column", sentence, field="event_time")
            return
        type_ = sql_types.parse(column.type)
        if type_.root not in ("TIMESTAMP", "TIMESTAMP_LTZ") or (type_.precision or 0) > 3:
            sentence = f"{name} is {column.type}; the time must be a TIMESTAMP of at most three digits."
            yield Problem("bad-event-time", sentence, field="event_time")
        elif column.null_rate:
            sentence = f"{name} has a share of nulls; every row needs a time."
            yield Problem("bad-event-time", sentence, field="event_time")

    def columns(self, params: Params, context: Context) -> tuple[Column, ...]:
        """The columns as they are given."""
        return tuple(Column(name=column.name, type=column.type) for column in params.columns)

    def record_schema(self, params: Params, context: Context) -> RecordSchema:
        """A record has all the columns."""
        event = context.settings.time == "event"
        time, delay = (params.event_time, params.delay_ms) if event else (None, 0)
        return RecordSchema(columns=self.columns(params, context), event_time=time, delay_ms=delay)

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        """One table of the datagen connector."""
        builder = SqlBuilder(f"CREATE TEMPORARY TABLE {sql.ident(node.name)} (")
        separator = "\n  "
        for number, column in enumerate(params.columns):
            definition = f"{sql.ident(column.name)} {column.type}"
            builder.add(separator).of(f"columns.{number}", definition)
            separator = ",\n  "
        if context.settings.time == "event" and params.event_time:
            at = sql.ident(params.event_time)
            watermark = f"WATERMARK FOR {at} AS {at} - {sql.interval(params.delay_ms)}"
            builder.add(separator).of("event_time", watermark)
        builder.add("\n)")
        options = tuple(self._options(params))
        yield Statement(node.id, "table", node.name, builder.sql, options, source=builder.source)

    def _options(self, params: Params) -> Iterator[tuple[str, str]]:
        yield "connector", "penstock-datagen"
        yield "rows-per-second", str(params.rows_per_second)
        if params.rows:
            yield "number-of-rows", str(params.rows)
        for column in params.columns:
            for key, value in generator_options(column):
                yield f"fields.{column.name}.{key}", value
