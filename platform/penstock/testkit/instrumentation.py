"""A compiled job as a test: its sources replay given rows, its sinks and taps capture what arrives.

Only options of tables change, so the job under test is the job as compiled. What a table becomes depends on
its role in the script and on its `changelog`, never on its connector: a table that an insert writes to is a
sink, any other table is read. A new kind of source or sink needs no change here.

**A table that is read** (stream sources and dimension tables alike) keeps its columns, metadata columns,
watermark and primary key as declared, and gets the options

    connector = replay
    name      = <name of the table: the key of its rows in the plan>
    mode      = append | all     (its changelog; all: each row of the plan has its own kind)

The connector serves scans and look-ups; the planner chooses. A scan emits the table's rows as the plan says.
A look-up sees all rows of the table in the plan, whatever their position there.

**A table that is written** keeps its columns and primary key and gets

    connector = capture
    name      = <name of the sink's node, or of the tapped node>
    mode      = append | upsert | all     (its changelog)

* append: takes insertions only, so a query that changes its results is refused as by the real sink;
* upsert: takes +I, +U and -D by primary key; -U is not requested;
* all: takes every kind of change.

**A tap** is one more table with `connector = capture`, `name = <tapped node>`, `mode = all`, whose columns
are those of the tapped view (`schema_from`), and one more insert. Its own name differs from all others.

**The plan** is separate from the script, one for all tables: JSON lines in the order of arrival, see
`penstock.testkit.replay_plan`:

    {"table": "orders", "row": {"id": 1, "at": "2026-01-02 03:04:05.678"}, "meta": {"partition": 0},
     "kind": "+I", "pause_ms": 0}
    {"table": "orders", "idle": true}

`row` holds the physical columns by name, as Flink's JSON format reads them with timestamps in the SQL form
(`2026-01-02 03:04:05.678`, with a `Z` at the end for TIMESTAMP_LTZ) and bytes in base64; `meta` the metadata
by key (`METADATA FROM 'partition'`), absent when there is none; `kind` is absent for +I. `pause_ms` is real
time to wait before the row, absent when 0. After an idle line the table holds back no watermark until its
next row. No table ends before the plan does: at its end all of them do, and the watermark goes to its
maximum.

**What cannot be exact**: a job on processing time sees the wall clock of the run. `PROCTIME()`, the
`CURRENT_…` functions, windows on processing time and state's time to live follow it; with a plan in real time
the intervals between rows are right, the times are not. Leave such columns out of the expected rows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from penstock.compiler.script import Script, Statement
from penstock.compiler.statement_result import PlannedColumn
from penstock.graph.problems import did_you_mean
from penstock.operators.statement import Changelog
from penstock.sql import quoting as sql

_DROPPED_SETTINGS = ("execution.checkpointing.", "restart-strategy.", "table.exec.mini-batch.")
_FIXED_SETTINGS = {
    # One subtask each and a watermark after every record make event time a function of the plan.
    "parallelism.default": "1",
    "pipeline.auto-watermark-interval": "0 ms",
    "restart-strategy.type": "none",
    "execution.buffer-timeout.interval": "0 ms",
    # Both of these follow the wall clock; the plan has idle lines instead.
    "table.exec.mini-batch.enabled": "false",
    "table.exec.source.idle-timeout": "0 ms",
}


class SetupError(ValueError):
    """The test cannot be set up; the text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class TableRoles:
    """What the tables of a script are: names of those read, those written, and nodes that may be tapped."""

    sources: tuple[str, ...]
    sinks: Mapping[str, Changelog]
    tappable: tuple[str, ...]


def classify_tables(script: Script) -> TableRoles:
    """The role of each table and view of a compiled job."""
    written = {s.name for s in script.statements if s.kind == "insert"}
    tables = [s for s in script.statements if s.kind == "table"]
    return TableRoles(
        sources=tuple(t.name for t in tables if t.name not in written),
        sinks={t.name: t.changelog for t in tables if t.name in written},
        tappable=tuple(s.name for s in script.statements if s.kind != "insert" and s.name not in written),
    )


def instrument(script: Script) -> Script:
    """The job as a test: its sources replay, its sinks capture, and time is a function of the plan.

    Statements keep their order, but that inserts come last.
    """
    found = classify_tables(script)
    statements = sorted(
        (_replace_connector(s, found) for s in script.statements), key=lambda s: s.kind == "insert"
    )
    requirements = replace(script.requirements, connectors=())
    return Script(_build_settings(script.settings), tuple(statements), requirements)


def add_taps(
    script: Script, taps: Sequence[str], planned: Mapping[str, Sequence[PlannedColumn]] | None = None
) -> Script:
    """An instrumented job with captures of some nodes besides those of its sinks.

    Args:
        script: From `instrument`.
        taps: Names of nodes that may be tapped; the indexes of other tables and views stay as they are.
        planned: The planner's columns by table or view; needed only to tap one with several event times.
    """
    statements = list(script.statements)
    used = {s.name for s in statements}
    for name in dict.fromkeys(taps):
        own = _choose_free_name(f"tap_{name}", used)
        used.add(own)
        statements += _build_tap(_find_statement(script, name), own, (planned or {}).get(name))
    return replace(script, statements=tuple(sorted(statements, key=lambda s: s.kind == "insert")))


def require_known(found: TableRoles, sources: Collection[str], taps: Sequence[str]) -> None:
    """Check what a case names against the tables of its job.

    Raises:
        SetupError: A source has no rows, or there is no such source or no such node to tap.
    """
    lacking = [name for name in found.sources if name not in sources]
    if lacking:
        raise SetupError(f"Choose a data pack for {' and '.join(lacking)}: every source needs one.")
    unknown = [name for name in sources if name not in found.sources]
    if unknown:
        near = did_you_mean(unknown[0], found.sources)
        raise SetupError(f"The job has no source {unknown[0]!r} that could be fed.{near}")
    for name in taps:
        if name in found.sinks:
            raise SetupError(f"{name!r} is a sink: its rows are captured anyway, it needs no tap.")
        if name not in found.tappable:
            near = did_you_mean(name, found.tappable)
            raise SetupError(f"The job has no node {name!r} that could be tapped.{near}")


def _replace_connector(statement: Statement, found: TableRoles) -> Statement:
    if statement.kind != "table":
        return statement
    connector = "capture" if statement.name in found.sinks else "replay"
    return replace(statement, options=_build_options(connector, statement.name, statement.changelog))


def _build_options(connector: str, name: str, mode: Changelog) -> tuple[tuple[str, str], ...]:
    return (("connector", connector), ("name", name), ("mode", mode))


def _find_statement(script: Script, name: str) -> Statement:
    return next(s for s in script.statements if s.name == name and s.kind != "insert")


def _build_tap(tapped: Statement, name: str, planned: Sequence[PlannedColumn] | None) -> Iterator[Statement]:
    options = _build_options("capture", tapped.name, "all")
    node, reads = tapped.node, (tapped.name,)
    created = sql.create_table(name)
    yield Statement(node, "table", name, created, options, schema_from=tapped.name, reads=reads)
    columns = ", ".join(_select_columns(planned)) if planned else "*"
    insert = f"INSERT INTO {sql.ident(name)}\nSELECT {columns} FROM {sql.ident(tapped.name)}"
    yield Statement(node, "insert", name, insert, reads=reads)


def _select_columns(planned: Sequence[PlannedColumn]) -> Iterator[str]:
    """All columns; of several event times all but the first as plain values, since a sink takes one only."""
    times = [c["name"] for c in planned if c.get("time") == "event"]
    for column in planned:
        name = sql.ident(column["name"])
        cast = column["name"] in times[1:]
        yield f"CAST({name} AS {column['type']}) AS {name}" if cast else name


def _choose_free_name(wanted: str, used: Collection[str]) -> str:
    name, number = wanted, 1
    while name in used:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _build_settings(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {k: v for k, v in settings.items() if not k.startswith(_DROPPED_SETTINGS)}
    return dict(sorted({**kept, **_FIXED_SETTINGS}.items()))
