"""SQL operator: a Flink SQL query over its inputs becomes a view."""

from __future__ import annotations

from collections.abc import Iterator

from penstock.graph.document import Node
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters, param
from penstock.operators.ports import Port, Ports
from penstock.operators.sql_builder import SqlBuilder
from penstock.operators.statement import Statement
from penstock.sql import quoting as sql


class Params(Parameters):
    """The query."""

    sql: str = param(
        "Query",
        "One SELECT over the names of the inputs.",
        min_length=1,
        max_length=100_000,
        pattern=r"\S",
        widget="sql",
        placeholder="SELECT city, COUNT(*) AS orders FROM orders GROUP BY city",
    )


class Kind(Operator[Params]):
    """A query over one or more inputs."""

    label, group, icon = "SQL", "Transforms", "sql"
    summary = "A Flink SQL query over one or more inputs."
    ports = Ports(
        inputs=(Port("in", "Inputs", many=True),),
        outputs=(Port("out", "Output", many=True, required=False),),
    )
    parameters, must_connect = Params, True
    example = {
        "sql": "SELECT window_start, city, COUNT(*) AS orders, SUM(amount) AS amount\n"
        "FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))\n"
        "GROUP BY window_start, window_end, city"
    }
    docs = """\
Write one query. Each input is a table under the name of its node: `orders` reads what comes from the node
named *orders*. Put a name that is a reserved word into backticks: `` `order` ``.

Everything that Flink SQL has works here: windows (`TUMBLE`, `HOP`, `CUMULATE`, `SESSION`), joins, `OVER`,
Top-N and deduplication by `ROW_NUMBER`, `MATCH_RECOGNIZE`, and the built-in functions. Some beginnings:

* one result per minute and city: `SELECT window_start, city, COUNT(*) AS orders FROM TABLE(TUMBLE(TABLE
  orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end, city`
* the three largest per city: `SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY city ORDER BY amount
  DESC) AS place FROM orders) WHERE place <= 3`
* the latest of each order: `SELECT * FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY order_id ORDER BY
  order_time DESC) AS place FROM orders) WHERE place = 1`

A query without a window that groups or ranks changes its earlier results. Its sink must take changes: a
database or a Kafka topic with *upsert* and a key.

A SQL operator must be between a source and a sink. Statements other than a query are refused.
"""

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        builder = SqlBuilder(sql.create_view(node.name, ""))
        builder.user("sql", params.sql, "query")
        reads = tuple(dict.fromkeys(name for i in context.inputs["in"] for name in i.names))
        yield Statement(node.id, "view", node.name, builder.sql, reads=reads, source=builder.source)
