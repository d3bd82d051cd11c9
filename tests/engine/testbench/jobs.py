"""Small jobs for the test bench, as the compiler and `penstock.testkit.instrumentation` would make them."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from penstock.compiler.script import Script, Statement

SETTINGS = {
    "parallelism.default": "1",
    "pipeline.auto-watermark-interval": "0 ms",
    "restart-strategy.type": "none",
    "execution.buffer-timeout.interval": "0 ms",
    "table.local-time-zone": "UTC",
}
ORDERS = (
    "`id` INT, `city` STRING, `amount` DECIMAL(10, 2), `at` TIMESTAMP(3),"
    " WATERMARK FOR `at` AS `at` - INTERVAL '0 00:00:01.000' DAY TO SECOND"
)
PAYMENTS = (
    "`order_id` INT, `paid` STRING, `at` TIMESTAMP(3),"
    " WATERMARK FOR `at` AS `at` - INTERVAL '0 00:00:01.000' DAY TO SECOND"
)


def replay(name: str, columns: str, mode: str = "append") -> Statement:
    """A table that is read."""
    options = (("connector", "replay"), ("name", name), ("mode", mode))
    return Statement(name, "table", name, f"CREATE TEMPORARY TABLE `{name}` ({columns})", options)


def view(name: str, query: str) -> Statement:
    """A step in between."""
    return Statement(name, "view", name, f"CREATE TEMPORARY VIEW `{name}` AS {query}")


def capture(name: str, source: str, mode: str = "all", key: tuple[str, ...] = ()) -> list[Statement]:
    """A sink, and the insert that feeds it."""
    options = (("connector", "capture"), ("name", name), ("mode", mode))
    table = f"CREATE TEMPORARY TABLE `{name}`"
    insert = f"INSERT INTO `{name}` SELECT * FROM `{source}`"
    return [
        Statement(name, "table", name, table, options, schema_from=source, key=key),
        Statement(name, "insert", name, insert),
    ]


def script(*statements: Statement, settings: Mapping[str, str] | None = None) -> Script:
    """The statements as a job; inserts come last."""
    ordered = sorted(statements, key=lambda s: s.kind == "insert")
    return Script({**SETTINGS, **(settings or {})}, tuple(ordered))


def line(table: str, /, **row: Any) -> str:
    """A line of the plan."""
    return json.dumps({"table": table, "row": row})


def order(id_: int, second: int, city: str = "Rome", amount: str = "1.00") -> str:
    """An order at a second of one certain hour."""
    return line("orders", id=id_, city=city, amount=float(amount), at=moment(second))


def moment(second: int) -> str:
    """A time of day in the SQL form."""
    return f"2026-01-01 10:{second // 60:02}:{second % 60:02}.000"


def rows(answer: Mapping[str, Any], name: str, *columns: str) -> list[tuple[Any, ...]]:
    """The captured changes: kind, then the columns."""
    found: Iterable[Mapping[str, Any]] = answer["outputs"][name]
    return [(one["kind"], *(one["row"][column] for column in columns)) for one in found]


WINDOWS = (
    "SELECT window_start, city, COUNT(*) AS orders, SUM(amount) AS amount FROM"
    " TABLE(TUMBLE(TABLE orders, DESCRIPTOR(`at`), INTERVAL '1' MINUTE))"
    " GROUP BY window_start, window_end, city"
)
