"""Which nodes and branches a case exercises, and where one of its rows went, on a real cluster."""

from pathlib import Path
from typing import Any

import pytest

from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import TestRun
from penstock.testkit.instrumentation import SetupError
from tests.engine.testbench.job_builders import (
    PER_MINUTE,
    build_test_run,
    graph,
    node,
    order,
    payment,
    source,
    windows,
)

CASED = """
SELECT city,
  CASE WHEN amount > 10 THEN CASE WHEN currency = 'EUR' THEN 'dear' ELSE 'far' END
       WHEN amount > 5 THEN 'fair' ELSE 'cheap' END AS class, order_time
FROM orders
WHERE city <> 'Oslo' -- not there"""
GROUPED = """SELECT city, SUM(CASE WHEN amount > 5 THEN 1 END) AS n
FROM orders GROUP BY city
HAVING COUNT(*) > 2"""
TOP = """WITH ranked AS (
  SELECT city, ROW_NUMBER() OVER (PARTITION BY city ORDER BY amount DESC) AS place FROM orders)
SELECT * FROM ranked WHERE place <= 2"""


def job(folder: Path) -> TestRun:
    """Queries, a filter and a join, side by side over orders and payments."""
    nodes = [
        source("orders"),
        source("payments", "payments"),
        node("cased", "sql", sql=CASED),
        node("grouped", "sql", sql=GROUPED),
        node("top", "sql", sql=TOP),
        node("dear", "filter", condition="amount > 10 -- much"),
        node(
            "paid",
            "join",
            join="interval",
            keys=[{"left": "order_id", "right": "order_id"}],
            left_time="order_time",
            right_time="pay_time",
            after_ms=60_000,
        ),
        *(node(f"out{number}", "print-sink") for number in range(4)),
    ]
    drawn = graph(
        nodes,
        ["orders", "cased", "out0"],
        ["orders", "grouped", "out1"],
        ["orders", "top", "out2"],
        ["orders", "dear", "paid.left"],
        ["payments", "paid.right"],
        ["paid", "out3"],
    )
    packs = {
        "orders": [order(n, n, ["Rome", "Oslo"][n % 2], f"{n}.00") for n in range(16)],
        "payments": [payment(number, number + 5, number) for number in range(3, 14)],
    }
    return build_test_run(drawn, packs, folder)


def test_nodes_and_branches(client: TestClient, cluster: str, tmp_path: Path) -> None:
    before = runner.run(client, job(tmp_path), cluster).outputs
    found = runner.measure_coverage(client, job(tmp_path), cluster)
    assert found["nodes"] == {
        "id-orders": 16, "id-payments": 11, "id-cased": 8, "id-dear": 5, "id-paid": 3, "id-out0": 8,
        "id-out3": 3, "id-out1": found["nodes"]["id-grouped"], "id-out2": found["nodes"]["id-top"],
        "id-grouped": before["out1"]["count"], "id-top": before["out2"]["count"],
    }  # fmt: skip
    seen = {(b["node"], b["kind"], b["line"], b["column"]): b["outcomes"] for b in found["branches"]}
    assert seen == {
        ("id-cased", "where", 6, 7): {"true": 8, "false": 8, "unknown": 0},
        ("id-cased", "case", 3, 3): {"when 1": 2, "when 2": 3, "else": 3},
        ("id-cased", "case", 3, 30): {"when 1": 2, "else": 0},
        ("id-grouped", "case", 1, 18): {"when 1": 10, "else": 6},
        ("id-grouped", "having", 3, 8): seen["id-grouped", "having", 3, 8],
        ("id-dear", "filter", 1, 1): {"true": 5, "false": 11, "unknown": 0},
        ("id-paid", "join", None, None): {"matched": 3, "left only": 2, "right only": 8},
    }
    having = seen["id-grouped", "having", 3, 8]
    assert having["true"] > 0 < having["false"]
    assert found["branches"][0]["text"] == "city <> 'Oslo'"
    assert found["notes"] == ["WHERE place <= 2 of 'top' cannot be observed: Flink refuses to plan that."]


def went(
    client: TestClient, cluster: str, case: TestRun, name: str, row: int
) -> tuple[dict[str, Any], dict[str, str]]:
    answer = runner.trace_input_row(client, case, cluster, name, row)
    return answer, {step["name"]: step["sentence"] for step in answer["steps"]}


def test_where_a_row_went(client: TestClient, cluster: str, tmp_path: Path) -> None:
    case = job(tmp_path)
    oslo, steps = went(client, cluster, case, "orders", 1)
    assert set(steps) == {"orders", "grouped", "top", "out1", "out2"} or "cased" not in steps
    assert "In 'cased' WHERE city <> 'Oslo' is false for it." in oslo["sentence"]
    assert "In 'dear' its condition amount > 10 -- much is false for it." in oslo["sentence"]
    rome, steps = went(client, cluster, case, "orders", 12)
    assert "out0 and out1 and out2 and out3" in rome["sentence"]
    assert steps["paid"] == (
        "One change comes of it with row 10 of payments; it waited until then. In 'paid' it found a match."
    )
    assert "it took the way WHEN 1 of CASE WHEN currency = 'EUR'" in steps["cased"]
    alone, steps = went(client, cluster, case, "payments", 0)
    assert set(steps) == {"payments"}
    assert alone["sentence"] == "Row 1 of payments did not reach any sink. In 'paid' it found no match."


def test_where_a_late_row_ended(client: TestClient, cluster: str, tmp_path: Path) -> None:
    rows = [order(1, 10), order(2, 61), order(3, 20), order(4, 62)]
    case = build_test_run(windows(PER_MINUTE), {"orders": rows}, tmp_path)
    late, steps = went(client, cluster, case, "orders", 2)
    assert set(steps) == {"orders"}
    assert late["late"]["node"] == "id-per_city"
    assert late["late"]["watermark_ms"] - late["late"]["event_ms"] == 41_000
    assert "came too late when the watermark was at 2026-01-01 10:01:01.000" in late["sentence"]
    waited, steps = went(client, cluster, case, "orders", 1)
    assert waited["late"] is None
    assert "at the end of all input; it waited until then" in steps["per_city"]
    with pytest.raises(SetupError, match="no row 5 of 'orders'"):
        runner.trace_input_row(client, case, cluster, "orders", 4)


def test_what_follows_the_clock_is_said(client: TestClient, cluster: str, tmp_path: Path) -> None:
    query = "SELECT city, CURRENT_TIMESTAMP AS seen,\n  UUID() AS id FROM orders"
    outcome = runner.run(client, build_test_run(windows(query), {"orders": [order(1, 1)]}, tmp_path), cluster)
    assert outcome.state == "finished", outcome
    assert [note.split(":")[0] for note in outcome.notes] == [
        "CURRENT_TIMESTAMP in 'per_city', line 1 is the time of the run, by its own clock",
        "UUID() in 'per_city', line 2 is random",
    ]
    minutes = PER_MINUTE.replace("order_time", "proc_time")
    nodes = [
        node("orders", "kafka-source", datasource="shop-kafka", topic="orders", processing_time="proc_time"),
        node("per_city", "sql", sql=minutes),
        node("out", "print-sink"),
    ]
    drawn = graph(nodes, ["orders", "per_city", "out"], time="processing", state_ttl_ms=3_600_000)
    result = runner.run(client, build_test_run(drawn, {"orders": [order(1, 1)]}, tmp_path), cluster)
    assert result.state == "finished", result
    assert any("windows of 'per_city' follow the clock" in note for note in result.notes), result.notes
    assert any(note.startswith("State is forgotten after 3600000 ms") for note in result.notes)
