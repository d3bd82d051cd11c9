"""Join of two streams: by key, within an interval of time, or with the version valid at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from penstock.graph.document import Node
from penstock.graph.problems import Problem, did_you_mean
from penstock.operators.bindings import Column, Name, Value
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import Port, Ports
from penstock.operators.sql_builder import SqlBuilder
from penstock.operators.statement import Statement
from penstock.sql import quoting as sql

Side = Literal["left", "right"]
WORDS = {"drop": "INNER JOIN", "left": "LEFT JOIN", "right": "RIGHT JOIN", "both": "FULL JOIN"}
PLAIN = {"inner": "drop", "left": "left", "right": "right", "full": "both"}
TIMED = {"join": ["interval", "temporal"]}
INTERVAL = {"join": "interval"}


class KeyPair(Value):
    """A column of each side; rows match when they are equal."""

    left: Name = Field(title="Left")
    right: Name = Field(title="Right")


class OutputColumn(Value):
    """An output column: the side and column that it is taken from, and its new name, if it gets one."""

    side: Side = Field(title="Side")
    column: Name = Field(title="Column")
    name: Name | None = Field(default=None, title="Name")


class Params(Parameters):
    """How rows find each other, and what comes out."""

    join: Literal["inner", "left", "right", "full", "interval", "temporal"] = param(
        "Join", "How rows of the two sides find each other.", default="inner"
    )
    keys: list[KeyPair] = param(
        "Keys", "Pairs of columns that must be equal.", min_length=1, max_length=50, widget="column-pairs"
    )
    unmatched: Literal["drop", "left", "right", "both"] = param(
        "Rows without a match", "Dropped, or kept from this side.", default="drop", when=TIMED
    )
    left_time: Name | None = param(
        "Time of the left", "Its event-time column.", default=None, widget="column", when=TIMED, needed=True
    )
    right_time: Name | None = param(
        "Time of the right",
        "Its event-time column.",
        default=None,
        widget="column",
        when=INTERVAL,
        needed=True,
    )
    before_ms: int = param(
        "At most before",
        "How much earlier than the left row the right one may be.",
        default=0,
        ge=0,
        le=sql.MAX_INTERVAL_MS,
        widget="duration-ms",
        when=INTERVAL,
    )
    after_ms: int = param(
        "At most after",
        "How much later than the left row the right one may be.",
        default=0,
        ge=0,
        le=sql.MAX_INTERVAL_MS,
        widget="duration-ms",
        when=INTERVAL,
    )
    columns: list[OutputColumn] = param(
        "Output columns",
        "All columns of both sides when empty. A name that both have gets left_ or right_ in front.",
        default=[],
        max_length=2000,
        widget="column-picks",
    )


class Kind(Operator[Params]):
    """Two streams as one."""

    label, group, icon = "Join", "Transforms", "join"
    summary = "Joins two streams by key, within a time interval, or with the version valid at a time."
    ports = Ports(
        inputs=(Port("left", "Left"), Port("right", "Right")),
        outputs=(Port("out", "Output", many=True, required=False),),
    )
    parameters = Params
    example = {
        "join": "interval",
        "keys": [{"left": "order_id", "right": "order_id"}],
        "left_time": "order_time",
        "right_time": "pay_time",
        "after_ms": 3_600_000,
    }
    docs = """\
* **inner, left, right, full** keep every row of both sides as state: set a *state time to live* in the
  job's settings.
* **interval** joins rows whose event times are within a bound; state is dropped as time passes. Both time
  columns must be the event time of their streams; where both are put out, the left one stays event time.
* **temporal** gives each left row the version of the right row that was valid at the left row's event time.
  The right side needs a primary key and an event time: a changelog topic (Debezium, Canal) with a
  registered key, or a query that keeps the latest row of each key.

Without output columns, the output has all columns of both sides, which must be known: those of a SQL operator
are known only after the check, so pick them. Where two output columns would have one name, both get the side
in front: `left_id`, `right_id`.
"""

    def check(self, params: Params, context: Context) -> Iterator[Problem]:
        left, right = context.inputs["left"][0], context.inputs["right"][0]
        ready = not left.pending and not right.pending
        if ready and not params.columns and (left.columns is None or right.columns is None):
            sentence = "OutputColumn the output columns: those of the inputs are known only after a check."
            yield Problem("missing-parameter", sentence, field="columns")
        if params.join == "temporal" and params.unmatched in ("right", "both"):
            sentence = "A temporal join keeps unmatched rows of the left side only."
            yield Problem("bad-parameter", sentence, field="unmatched")
        if params.join in ("interval", "temporal") and context.settings.time != "event":
            sentence = f"A join of kind {params.join} needs a job that runs on event time."
            yield Problem("missing-event-time", sentence, field="join")
        names = Counter(name for _, name in self._outputs(params, context))
        for name, count in names.items():
            if count > 1:
                sentence = f"{count} output columns are named {name!r}; give them different names."
                yield Problem("duplicate-column", sentence, field="columns")
        yield from self._check_known(params, context)

    def _check_known(self, params: Params, context: Context) -> Iterator[Problem]:
        used: list[tuple[Side, str, str]] = []
        for number, pair in enumerate(params.keys):
            used += [
                ("left", pair.left, f"keys.{number}.left"),
                ("right", pair.right, f"keys.{number}.right"),
            ]
        used += [(p.side, p.column, f"columns.{n}.column") for n, p in enumerate(params.columns)]
        if params.join in ("interval", "temporal") and params.left_time:
            used.append(("left", params.left_time, "left_time"))
        if params.join == "interval" and params.right_time:
            used.append(("right", params.right_time, "right_time"))
        for side, column, field in used:
            source = context.inputs[side][0]
            known = None if source.columns is None else [c.name for c in source.columns]
            if known is not None and column not in known:
                near = did_you_mean(column, known)
                sentence = f"{source.name}, the {side} input, has no column {column!r}.{near}"
                yield Problem("unknown-column", sentence, field=field)

    def columns(self, params: Params, context: Context) -> tuple[Column, ...] | None:
        types: dict[tuple[Side, str], str] = {}
        for side in ("left", "right"):
            known = context.inputs[side][0].columns
            if known is None:
                return None
            types |= {(side, c.name): c.type for c in known}
        outputs = self._outputs(params, context)
        if any((output.side, output.column) not in types for output, _ in outputs):
            return None
        return tuple(Column(name=name, type=types[output.side, output.column]) for output, name in outputs)

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        left, right = context.inputs["left"][0].name, context.inputs["right"][0].name
        builder = SqlBuilder(sql.create_view(node.name, "SELECT"))
        separator = "\n  "
        for number, (output, name) in enumerate(self._outputs(params, context)):
            field = f"columns.{number}.column" if params.columns else "columns"
            builder.add(separator).of(field, self._value(output, params, context)).add(
                f" AS {sql.ident(name)}"
            )
            separator = ",\n  "
        word = WORDS[PLAIN.get(params.join, params.unmatched)]
        builder.add(f"\nFROM {sql.ident(left)} AS `left`\n{word} {sql.ident(right)}")
        if params.join == "temporal":
            builder.add(" FOR SYSTEM_TIME AS OF ").of("left_time", _of("left", params.left_time or ""))
        builder.add(" AS `right`\n  ON ")
        self._condition(params, builder)
        yield Statement(node.id, "view", node.name, builder.sql, reads=(left, right), source=builder.source)

    def _value(self, output: OutputColumn, params: Params, context: Context) -> str:
        """The column, cast where it must not stay an event time: a sink takes rows with one only."""
        value = _of(output.side, output.column)
        second = params.join == "interval" and (output.side, output.column) == ("right", params.right_time)
        first = any(
            (p.side, p.column) == ("left", params.left_time) for p, _ in self._outputs(params, context)
        )
        known = context.inputs["right"][0].columns or ()
        type_ = next((c.type for c in known if c.name == output.column), None)
        if not (second and first and type_):
            return value
        return f"CAST({value} AS {type_.removesuffix(' NOT NULL')})"

    def _condition(self, params: Params, builder: SqlBuilder) -> None:
        for number, pair in enumerate(params.keys):
            builder.add("\n  AND " if number else "").of(f"keys.{number}.left", _of("left", pair.left))
            builder.add(" = ").of(f"keys.{number}.right", _of("right", pair.right))
        if params.join != "interval":
            return
        left = _of("left", params.left_time or "")
        builder.add("\n  AND ").of("right_time", _of("right", params.right_time or "")).add(" BETWEEN ")
        builder.of("left_time", left).add(f" - {sql.interval(params.before_ms)} AND ")
        builder.of("left_time", left).add(f" + {sql.interval(params.after_ms)}")

    def _outputs(self, params: Params, context: Context) -> list[tuple[OutputColumn, str]]:
        """The output columns and their final names; clashes get the side in front."""
        outputs = params.columns or [
            OutputColumn(side=side, column=column.name)
            for side in ("left", "right")
            for column in context.inputs[side][0].columns or ()
        ]
        counts = Counter(output.name or output.column for output in outputs)
        return [(output, output.name or _unique_name(output, counts)) for output in outputs]


def _unique_name(output: OutputColumn, counts: Counter[str]) -> str:
    return output.column if counts[output.column] == 1 else f"{output.side}_{output.column}"


def _of(side: Side, column: str) -> str:
    return f"{sql.ident(side)}.{sql.ident(column)}"
