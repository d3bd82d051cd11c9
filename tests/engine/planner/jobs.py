"""Scripts for the tests, written as the compiler writes them: a source, views with the user's text, sinks."""

from penstock.compiler.script import ConnectionRef, Script, Span, Statement

ORDERS = Statement(
    "n1",
    "table",
    "orders",
    """CREATE TEMPORARY TABLE `orders` (
  `order_id` STRING, `city` STRING, `amount` DECIMAL(10, 2), `order_time` TIMESTAMP(3),
  WATERMARK FOR `order_time` AS `order_time` - INTERVAL '0 00:00:05.000' DAY TO SECOND
)""",
    (
        ("connector", "kafka"),
        ("topic", "orders"),
        ("properties.bootstrap.servers", ConnectionRef("k", "properties.bootstrap.servers", "check:9092")),
        ("properties.sasl.jaas.config", ConnectionRef("k", "properties.sasl.jaas.config")),
        ("scan.startup.mode", "earliest-offset"),
        ("format", "json"),
    ),
)


def view(text: str, *, name: str = "q", reads: tuple[str, ...] = ("orders",)) -> Statement:
    """A SQL operator whose query begins on line 2 of the statement."""
    lines = text.split("\n")
    span = Span("sql", 2, 1, 1 + len(lines), len(lines[-1]), "query")
    head = f"CREATE TEMPORARY VIEW `{name}` AS\n"
    return Statement(name, "view", name, head + text, reads=reads, source=(span,))


def condition(text: str, *, name: str = "f") -> Statement:
    """A filter whose condition is on line 2, between brackets."""
    sql = f"CREATE TEMPORARY VIEW `{name}` AS SELECT * FROM `orders` WHERE (\n{text}\n)"
    span = Span("condition", 2, 1, 2, len(text), "expression")
    return Statement(name, "view", name, sql, reads=("orders",), source=(span,))


def sink(
    source: str, *, name: str = "out", columns: str = "", options: tuple[tuple[str, str], ...] = ()
) -> tuple[Statement, Statement]:
    """A table with the columns of `source` (or its own), and the insert into it."""
    options = options or (("connector", "print"),)
    head = f"CREATE TEMPORARY TABLE `{name}`{columns}"
    return (
        Statement(name, "table", name, head, options, schema_from=None if columns else source),
        Statement(name, "insert", name, f"INSERT INTO `{name}` SELECT * FROM `{source}`", reads=(source,)),
    )


def script(*statements: Statement, **settings: str) -> Script:
    """A job on the table `orders`."""
    return Script({"parallelism.default": "1", **settings}, (ORDERS, *statements))
