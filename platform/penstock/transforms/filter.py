"""Filter: passes only the rows for which a condition holds."""

from __future__ import annotations

from collections.abc import Iterator

from penstock.graph.document import Node
from penstock.operators.bindings import Column
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import TRANSFORM
from penstock.operators.sql_builder import SqlBuilder
from penstock.operators.statement import Statement
from penstock.sql import quoting as sql


class Params(Parameters):
    """The condition."""

    condition: str = param(
        "Condition",
        "A Flink SQL expression over the input's columns that is true or false.",
        min_length=1,
        max_length=20_000,
        pattern=r"\S",
        widget="expression",
        placeholder="amount > 100 AND city <> 'Berlin'",
    )


class Kind(Operator[Params]):
    """Rows that meet a condition."""

    label, group, icon = "Filter", "Transforms", "filter"
    summary = "Lets through the rows for which a condition holds."
    ports, parameters, branch = TRANSFORM, Params, "filter"
    example = {"condition": "amount > 100 AND city <> 'Berlin'"}
    docs = """\
The condition is one Flink SQL expression over the columns of the input. Rows for which it is false or
unknown (NULL) are left out; the columns stay as they are, the event time too.
"""

    def columns(self, params: Params, context: Context) -> tuple[Column, ...] | None:
        return context.input.columns

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        source = context.input.name
        builder = SqlBuilder(sql.create_view(node.name, ""))
        builder.add("SELECT * FROM ").add(sql.ident(source)).add("\nWHERE (\n")
        # On lines of its own: a remark at the end of the text must not swallow the parenthesis.
        builder.user("condition", params.condition, "expression").add("\n)")
        yield Statement(node.id, "view", node.name, builder.sql, reads=(source,), source=builder.source)
