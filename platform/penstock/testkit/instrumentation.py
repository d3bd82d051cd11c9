"""A compiled job as a test: its sources replay given rows, its sinks and taps capture what arrives.

Only options of tables change, so the job under test is the job as compiled. What a table becomes is decided
by its part in the script, never by its connector: a table that an insert writes to is a sink, any other table
is something that is read. A kind of source or sink that is made later needs no change here.

**A table that is read** (stream sources and dimension tables alike) keeps its columns, metadata columns,
watermark and primary key as declared, and gets the options

    connector = replay
    name      = <name of the table: the key of its rows in the plan>
    mode      = append | all     (all: its records are changes, each row of the plan has its own kind)

The connector answers scans and look-ups; the planner chooses. A scan emits the table's rows as the plan says.
A look-up sees all rows of the table in the plan, whatever their place there.

**A table that is written** keeps its columns and primary key and gets

    connector = capture
    name      = <name of the sink's node, or of the tapped node>
    mode      = append | upsert | all

* append: takes insertions only, so a query that changes its results is refused as the real sink would;
* upsert: takes +I, +U and -D by primary key; -U is not asked for;
* all: takes every kind of change.

**A tap** is one more table with `connector = capture`, `name = <tapped node>`, `mode = all`, whose columns
are those of the tapped view (`schema_from`), and one more insert. Its own name is unlike any other.

**The plan** stands beside the script, one for all tables: JSON lines in the order of arrival, see
`penstock.testkit.replay_plan`:

    {"table": "orders", "row": {"id": 1, "at": "2026-01-02 03:04:05.678"}, "meta": {"partition": 0},
     "kind": "+I", "pause_ms": 0}
    {"table": "orders", "idle": true}

`row` holds the physical columns by name, as Flink's JSON format reads them with timestamps in the SQL form
(`2026-01-02 03:04:05.678`, with a `Z` at the end for TIMESTAMP_LTZ) and bytes in base64; `meta` the metadata
by key (`METADATA FROM 'partition'`), absent when there is none; `kind` is absent for +I. `pause_ms` is real
time to wait before the row, absent when 0. An idle line says that from here on the table holds back nobody's
watermark, until its next row. No table ends before the plan does: at its end all of them do, and the time
runs to the end of times.

**What cannot be exact**: a job on processing time sees the wall clock of the run. `PROCTIME()`, the
`CURRENT_…` functions, windows on processing time and state's time to live follow it; with a plan in real time
the distances between rows are right, the times are not. Leave such columns out of what is expected.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from penstock.compiler.script import Script, Statement
from penstock.graph.problems import did_you_mean
from penstock.operators.formats import CHANGELOG
from penstock.sql import quoting as sql

CaptureMode = Literal["append", "upsert", "all"]
PlannedColumns = Sequence[Mapping[str, Any]]
"""Columns as the planner tells them: `{"name", "type", "nullable"}`, and `"time": "event"` where it is so."""

_INSERT_ONLY = ("kafka", "jdbc")
"""Connectors that take no changes when the table has no key. For any other the check alone refuses them."""
_FORMATS = ("format", "value.format")
_DROPPED_SETTINGS = ("execution.checkpointing.", "restart-strategy.", "table.exec.mini-batch.")
_FIXED_SETTINGS = {
    # One subtask each and a watermark after every record make event time a function of the plan.
    "parallelism.default": "1",
    "pipeline.auto-watermark-interval": "0 ms",
    "restart-strategy.type": "none",
    "execution.buffer-timeout.interval": "0 ms",
    # Both of these follow the wall clock; silence is told by the plan instead.
    "table.exec.mini-batch.enabled": "false",
    "table.exec.source.idle-timeout": "0 ms",
}


class SetupError(ValueError):
    """The job cannot be put on the bench; its text is a sentence for the person who asked."""


@dataclass(frozen=True, slots=True)
class TableRoles:
    """What the tables of a script are: names of those read, those written, and nodes that may be tapped."""

    sources: tuple[str, ...]
    sinks: Mapping[str, CaptureMode]
    tappable: tuple[str, ...]


def classify_tables(script: Script) -> TableRoles:
    """The part that each table and view of a compiled job plays."""
    written = {s.name for s in script.statements if s.kind == "insert"}
    tables = [s for s in script.statements if s.kind == "table"]
    return TableRoles(
        sources=tuple(t.name for t in tables if t.name not in written),
        sinks={t.name: _capture_mode(t) for t in tables if t.name in written},
        tappable=tuple(s.name for s in script.statements if s.kind != "insert" and s.name not in written),
    )


def instrument(
    script: Script,
    *,
    sources: Collection[str] | None = None,
    taps: Sequence[str] = (),
    planned: Mapping[str, PlannedColumns] | None = None,
) -> Script:
    """The job as a test.

    `sources` are the tables that have rows; any other source is an error (None: not looked at). `taps` are
    nodes whose rows are wanted besides those of the sinks. `planned` are the planner's columns by the name of
    the table or view; it is needed only to tap one that has several event times.
    """
    found = classify_tables(script)
    _require_known(found, sources, taps)
    statements = [_replace_connector(s, found) for s in script.statements]
    used = {s.name for s in script.statements}
    for name in dict.fromkeys(taps):
        own = _choose_free_name(f"tap_{name}", used)
        used.add(own)
        statements += _build_tap(_find_statement(script, name), own, (planned or {}).get(name))
    ordered = sorted(statements, key=lambda s: s.kind == "insert")
    return Script(
        _build_settings(script.settings), tuple(ordered), replace(script.requirements, connectors=())
    )


def _require_known(found: TableRoles, sources: Collection[str] | None, taps: Sequence[str]) -> None:
    lacking = [name for name in found.sources if sources is not None and name not in sources]
    if lacking:
        raise SetupError(f"Choose a data pack for {' and '.join(lacking)}: every source needs one.")
    unknown = [name for name in sources or () if name not in found.sources]
    if unknown:
        near = did_you_mean(unknown[0], found.sources)
        raise SetupError(f"The job has no source {unknown[0]!r} that could be input_.{near}")
    for name in taps:
        if name in found.sinks:
            raise SetupError(f"{name!r} is a sink: its rows are captured anyway, it needs no tap.")
        if name not in found.tappable:
            near = did_you_mean(name, found.tappable)
            raise SetupError(f"The job has no node {name!r} that could be tapped.{near}")


def _capture_mode(table: Statement) -> CaptureMode:
    if table.key:
        return "upsert"
    options = dict(table.options)
    changes = any(options.get(key) in CHANGELOG for key in _FORMATS)
    return "append" if options.get("connector") in _INSERT_ONLY and not changes else "all"


def _replay_mode(table: Statement) -> CaptureMode:
    options = dict(table.options)
    return "all" if any(options.get(key) in CHANGELOG for key in _FORMATS) else "append"


def _replace_connector(statement: Statement, found: TableRoles) -> Statement:
    if statement.kind != "table":
        return statement
    mode = found.sinks.get(statement.name)
    if mode is None:
        return replace(statement, options=_build_options("replay", statement.name, _replay_mode(statement)))
    return replace(statement, options=_build_options("capture", statement.name, mode))


def _build_options(connector: str, name: str, mode: CaptureMode) -> tuple[tuple[str, str], ...]:
    return (("connector", connector), ("name", name), ("mode", mode))


def _find_statement(script: Script, name: str) -> Statement:
    return next(s for s in script.statements if s.name == name and s.kind != "insert")


def _build_tap(tapped: Statement, name: str, planned: PlannedColumns | None) -> Iterator[Statement]:
    options = _build_options("capture", tapped.name, "all")
    node, reads = tapped.node, (tapped.name,)
    created = sql.create_table(name)
    yield Statement(node, "table", name, created, options, schema_from=tapped.name, reads=reads)
    columns = ", ".join(_select_columns(planned)) if planned else "*"
    insert = f"INSERT INTO {sql.ident(name)}\nSELECT {columns} FROM {sql.ident(tapped.name)}"
    yield Statement(node, "insert", name, insert, reads=reads)


def _select_columns(planned: PlannedColumns) -> Iterator[str]:
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
