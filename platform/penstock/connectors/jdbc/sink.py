"""JDBC sink: rows go into a table of PostgreSQL or MySQL, appended or upserted by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from penstock.connectors.jdbc import identifiers, options
from penstock.connectors.jdbc.dialect import JdbcConnector
from penstock.graph.document import Node
from penstock.graph.problems import Problem
from penstock.operators import sink_base, validators
from penstock.operators.bindings import Column, Name, Table
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import SINK
from penstock.operators.statement import ConnectionRef, Statement


class Params(Parameters):
    """Where rows go, and in what batches."""

    datasource: str = param("Data source", widget="datasource:jdbc")
    database: str | None = param(
        "Database or schema",
        "Another database of a MySQL server, or a schema of PostgreSQL; the data source's own when empty.",
        default=None,
        min_length=1,
    )
    table: str = param("Table", "It must exist.", widget="table")
    mode: Literal["append", "upsert"] = param(
        "Write as",
        "Insert every row, or replace the row of the same key (for queries that change their results).",
        default="append",
    )
    key: list[Name] = sink_base.key_columns(
        "Key columns",
        "The table's primary or unique key; the registered one when empty.",
        when={"mode": "upsert"},
    )
    batch_size: int = param("Batch size", "Rows written at once.", default=1, ge=1, le=100_000, advanced=True)
    flush_interval_s: int = param(
        "Flush interval (s)",
        "A batch is written after so long even if it is not full; 0 switches it off.",
        default=0,
        ge=0,
        le=86_400,
        advanced=True,
    )
    parallelism: int | None = sink_base.parallelism()
    options: dict[str, str] = sink_base.extra_options()


class Kind(Operator[Params]):
    """Rows into one database table."""

    label, group, icon = "JDBC sink", "Sinks", "database"
    summary = "Writes rows to a table of PostgreSQL or MySQL."
    ports, connectors, parameters = SINK, ("jdbc",), Params
    example = {
        "datasource": "warehouse",
        "table": "latest_orders",
        "mode": "upsert",
        "key": ["order_id"],
        "batch_size": 100,
        "flush_interval_s": 1,
    }
    docs = """\
When the table is registered under Tables, its columns are taken from the input by name. Otherwise all of
the input's columns are written, and the table must have them.

**Append** inserts every row. **Upsert** replaces the row of the same key; the key must be a primary key or
a unique index of the table. After a failure rows since the last checkpoint are written again: with upsert
that changes nothing.

A batch is written when it has *batch size* rows, when the *flush interval* has passed, and at each
checkpoint. Small batches are soon visible, large ones are faster.

The connector writes column names as they are: only letters, digits and `_`, and for PostgreSQL no reserved
words.
"""

    def check(self, params: Params, context: Context) -> Iterator[Problem]:
        yield from validators.check_datasource(context, params.datasource, "jdbc")
        yield from options.SINK.check(params.options)
        yield from identifiers.check_table(params.table, "table")
        if params.database is not None:
            if "." in params.database or "." in params.table:
                sentence = "Give the database or schema either in its own field or before the dot, not twice."
                yield Problem("bad-name", sentence, field="database")
            yield from identifiers.check_table(params.database, "database")
        table = self._table(params, context)
        written = table.columns if table else context.input.columns
        yield from self._check_written(params, context, written or ())
        yield from sink_base.check_input(table, context, "table")
        if params.mode == "upsert":
            yield from self._check_key(params, context, table)

    def _check_key(self, params: Params, context: Context, table: Table | None) -> Iterator[Problem]:
        key = self._key(params, context)
        if not key:
            yield Problem("missing-parameter", "Writing as upsert needs key columns.", field="key")
        yield from sink_base.check_key(key, table, context, "key")

    def _check_written(
        self, params: Params, context: Context, columns: tuple[Column, ...]
    ) -> Iterator[Problem]:
        database = _database(params, context)
        if database is not None:
            yield from identifiers.check_columns((c.name for c in columns), database, "table")

    def check_input_schema(
        self, params: Params, context: Context, columns: tuple[Column, ...]
    ) -> Iterator[Problem]:
        if self._table(params, context) is None:
            yield from self._check_written(params, context, columns)

    def required_connectors(self, params: Params, context: Context) -> tuple[str, ...]:
        database = _database(params, context)
        return (database.kind,) if database else ()

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        """The table of the sink, and the insert into it.

        Raises:
            ValueError: The node's data source is no database: the node was not checked before.
        """
        key = self._key(params, context) if params.mode == "upsert" else ()
        table = self._table(params, context)
        options = self._options(params, context)
        yield from sink_base.lower(node, table, key, options, context, "table", changelog=params.mode)

    def _name(self, params: Params) -> str:
        return f"{params.database}.{params.table}" if params.database else params.table

    def _table(self, params: Params, context: Context) -> Table | None:
        name, database = self._name(params), _database(params, context)
        names = database.table_names(name) if database else (name,)
        found = (context.bindings.table(params.datasource, n) for n in names)
        return next((table for table in found if table is not None and table.columns), None)

    def _key(self, params: Params, context: Context) -> tuple[str, ...]:
        table = self._table(params, context)
        return tuple(params.key) or (table.key if table else ())

    def _options(self, params: Params, context: Context) -> Iterator[tuple[str, str | ConnectionRef]]:
        database = _database(params, context)
        if database is None:
            raise ValueError(f"{params.datasource} is no database: check the node before lowering it")
        yield "connector", "jdbc"
        yield "url", ConnectionRef(params.datasource, "url", database.example_url)
        yield "username", ConnectionRef(params.datasource, "username")
        yield "password", ConnectionRef(params.datasource, "password")
        yield "table-name", database.quote_table(self._name(params))
        yield "sink.buffer-flush.max-rows", str(params.batch_size)
        yield "sink.buffer-flush.interval", f"{params.flush_interval_s}s"
        if params.parallelism:
            yield "sink.parallelism", str(params.parallelism)
        yield from sorted(params.options.items())


def _database(params: Params, context: Context) -> JdbcConnector | None:
    connector = context.connector(params.datasource)
    return connector if isinstance(connector, JdbcConnector) else None
