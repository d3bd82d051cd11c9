"""The columns of a Kafka source: registered or given, metadata, and the event time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from penstock.graph.problems import Problem
from penstock.operators import formats
from penstock.operators.bindings import Column, Table
from penstock.operators.record_schema import RecordSchema
from penstock.sql import quoting as sql
from penstock.sql import types as sql_types

METADATA = {
    "topic": Column(name="kafka_topic", type="STRING NOT NULL"),
    "partition": Column(name="kafka_partition", type="INT NOT NULL"),
    "offset": Column(name="kafka_offset", type="BIGINT NOT NULL"),
    "timestamp": Column(name="kafka_timestamp", type="TIMESTAMP_LTZ(3) NOT NULL"),
    "headers": Column(name="kafka_headers", type="MAP<STRING, BYTES>"),
    "key": Column(name="kafka_key", type="STRING"),
}
UNREGISTERED = Table()
_TIMES = ("TIMESTAMP", "TIMESTAMP_LTZ")


@dataclass(frozen=True, slots=True)
class TopicSchema:
    """What a Kafka source reads. `given` columns take the place of the registered ones."""

    registered: Table | None
    given: tuple[Column, ...]
    metadata: tuple[str, ...]
    format: str
    event: bool
    """Whether the job runs on event time."""
    event_time: str | None
    processing_time: str | None
    delay_ms: int

    @property
    def table(self) -> Table:
        """The table whose columns the records have; without columns when nothing is known."""
        return Table(columns=self.given) if self.given else self.registered or UNREGISTERED

    @property
    def physical(self) -> tuple[Column, ...]:
        """The record's columns and the metadata."""
        columns = self.table.columns
        return (*columns, *(METADATA[choice] for choice in self.metadata)) if self.metadata else columns

    @property
    def time(self) -> str | None:
        """The event-time field, in a job that runs on event time."""
        return (self.event_time or self.table.event_time) if self.event else None

    def made_time(self) -> tuple[Column, str] | None:
        """The computed time column and its expression, where the field itself cannot be the time."""
        name = self.time
        column = next((c for c in self.physical if c.name == name), None) if name else None
        if column is None:
            return None
        kind, at = sql_types.parse(column.type), sql.ident(column.name)
        if kind.root == "BIGINT":
            type_, expression = "TIMESTAMP_LTZ(3)", f"TO_TIMESTAMP_LTZ({at}, 3)"
        elif kind.root in _TIMES and (kind.precision or 0) > 3:
            type_ = f"{kind.root}(3)"
            expression = f"CAST({at} AS {type_})"
        else:
            return None
        return Column(name=f"{column.name}_time", type=type_), expression

    def columns(self) -> tuple[Column, ...]:
        """All columns of the source, in order."""
        made = self.made_time()
        found = (*self.physical, made[0]) if made else self.physical
        if self.processing_time and not self.event:
            found = (*found, Column(name=self.processing_time, type="TIMESTAMP_LTZ(3)"))
        return found

    def record_schema(self, idle_timeout_ms: int | None) -> RecordSchema:
        """What a record consists of. The key is a part of it, the other metadata is not."""
        meta = [(choice, METADATA[choice]) for choice in self.metadata]
        key = (column for choice, column in meta if choice == "key")
        return RecordSchema(
            columns=(*self.table.columns, *key),
            meta=tuple((column, choice) for choice, column in meta if choice != "key"),
            event_time=self.time,
            delay_ms=self.delay_ms,
            idle_timeout_ms=idle_timeout_ms if self.event else None,
            changes=self.format in formats.CHANGELOG,
        )

    def definitions(self) -> Iterator[tuple[str, str]]:
        """The parts of the table definition, each with the parameter that it comes from."""
        table = self.table
        origin = "columns" if self.given else "topic"
        for column in table.columns:
            yield origin, f"{sql.ident(column.name)} {column.type}"
        for choice in self.metadata:
            column = METADATA[choice]
            # The key is no metadata to the connector but a part of the record with a format of its own.
            virtual = "" if choice == "key" else f" METADATA FROM {sql.text(choice)} VIRTUAL"
            yield "metadata", f"{sql.ident(column.name)} {column.type}{virtual}"
        if self.event:
            yield from self._time_definitions()
        elif self.processing_time:
            yield "processing_time", f"{sql.ident(self.processing_time)} AS PROCTIME()"
        if table.key and self.format in formats.CHANGELOG:
            yield "topic", f"PRIMARY KEY ({sql.names(table.key)}) NOT ENFORCED"

    def _time_definitions(self) -> Iterator[tuple[str, str]]:
        made = self.made_time()
        if made:
            yield "event_time", f"{sql.ident(made[0].name)} AS {made[1]}"
        name = made[0].name if made else self.time
        if name is not None:
            at = sql.ident(name)
            yield "event_time", f"WATERMARK FOR {at} AS {at} - {sql.interval(self.delay_ms)}"

    def check(self) -> Iterator[Problem]:
        """What is wrong with the columns and the time."""
        seen: set[str] = set()
        for column in self.columns():
            if column.name in seen:
                sentence = f"Two columns of this source are named {column.name!r}; rename one."
                yield Problem("duplicate-column", sentence, field="columns")
            seen.add(column.name)
        if self.format == "raw" and len(self.table.columns) != 1:
            sentence = "The format raw reads the whole record into one column; this topic has several."
            yield Problem("bad-parameter", sentence, field="format")
        if self.event:
            yield from self._check_time()

    def _check_time(self) -> Iterator[Problem]:
        name = self.time
        if name is None:
            sentence = (
                "The job runs on event time, but no column of this source tells the time:"
                " choose the event-time field, or set the job to processing time."
            )
            yield Problem("missing-event-time", sentence, field="event_time")
            return
        column = next((c for c in self.physical if c.name == name), None)
        if column is None:
            known = ", ".join(c.name for c in self.physical)
            sentence = f"There is no column {name!r} to tell the time; the columns are {known}."
            yield Problem("unknown-column", sentence, field="event_time")
        elif sql_types.parse(column.type).root not in (*_TIMES, "BIGINT"):
            sentence = f"{name} is {column.type}; the time must be a TIMESTAMP, or a BIGINT of milliseconds."
            yield Problem("bad-event-time", sentence, field="event_time")
