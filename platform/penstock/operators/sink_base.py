"""How every sink writes: a table with the target's columns, and one insert from what arrives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from penstock.graph.document import Node
from penstock.graph.problems import Problem
from penstock.operators import validators
from penstock.operators.bindings import Table
from penstock.operators.operator import Context
from penstock.operators.parameters import VisibleWhen, param
from penstock.operators.sql_builder import SqlBuilder
from penstock.operators.statement import Changelog, ConnectionRef, Statement
from penstock.sql import quoting as sql


def parallelism() -> int | None:
    """The parameter that every sink has."""
    found: int | None = param(
        "Parallelism",
        "Writers at a time; the job's default when empty.",
        default=None,
        ge=1,
        le=4096,
        advanced=True,
    )
    return found


def extra_options() -> dict[str, str]:
    """The parameter for options that have no field."""
    found: dict[str, str] = param(
        "Options", "Further options of the connector.", default={}, widget="key-value", advanced=True
    )
    return found


def key_columns(title: str, text: str, when: VisibleWhen | None = None) -> list[str]:
    """A parameter that names columns of the input."""
    found: list[str] = param(title, text, default=[], widget="columns", max_length=50, when=when)
    return found


def check_key(names: Sequence[str], table: Table | None, context: Context, field: str) -> Iterator[Problem]:
    """Problems of a key: a column twice, or one that the target or the input doesn't have."""
    if len(set(names)) < len(names):
        yield Problem("duplicate-column", "A column occurs twice in the key.", field=field)
    if table is not None and table.columns:
        yield from validators.check_columns(names, table.columns, field, "the target")
    elif context.input.columns is not None:
        yield from validators.check_columns(names, context.input.columns, field, context.input.name)


def check_input(table: Table | None, context: Context, field: str) -> Iterator[Problem]:
    """A problem for each column of the target that does not arrive, as far as that is known already."""
    if table is None or context.input.columns is None:
        return
    arriving = {c.name for c in context.input.columns}
    missing = [c.name for c in table.columns if c.name not in arriving]
    if missing:
        sentence = (
            f"The target has columns that {context.input.name} does not deliver: {', '.join(missing)}."
            " Name them so in a SQL operator before this sink."
        )
        yield Problem("missing-column", sentence, field=field)


def lower(
    node: Node,
    table: Table | None,
    key: Sequence[str],
    options: Iterator[tuple[str, str | ConnectionRef]],
    context: Context,
    field: str,
    *,
    changelog: Changelog,
) -> Iterator[Statement]:
    """The table and its insert.

    With a registered `table` the columns are its own and the insert goes by name. Without, only the planner
    can know them: the table takes the columns of what it reads. `field` is where the target was named,
    `changelog` the changes that it takes.
    """
    source = context.input.name
    if table is not None and table.columns:
        columns = [f"{sql.ident(c.name)} {c.type}" for c in table.columns]
        created = sql.create_table(node.name, columns, key=key)
        yield Statement(
            node.id, "table", node.name, created, tuple(options), key=tuple(key), changelog=changelog
        )
        yield _insert_by_name(node, table, source, field)
        return
    created = sql.create_table(node.name)
    yield Statement(
        node.id,
        "table",
        node.name,
        created,
        tuple(options),
        schema_from=source,
        key=tuple(key),
        reads=(source,),
        changelog=changelog,
    )
    insert = f"INSERT INTO {sql.ident(node.name)}\nSELECT * FROM {sql.ident(source)}"
    yield Statement(node.id, "insert", node.name, insert, reads=(source,))


def _insert_by_name(node: Node, table: Table, source: str, field: str) -> Statement:
    names = [c.name for c in table.columns]
    builder = SqlBuilder(f"INSERT INTO {sql.ident(node.name)} ({sql.names(names)})\nSELECT ")
    for number, name in enumerate(names):
        builder.add(", " if number else "").of(field, sql.ident(name))
    builder.add(f"\nFROM {sql.ident(source)}")
    return Statement(node.id, "insert", node.name, builder.sql, reads=(source,), source=builder.source)
