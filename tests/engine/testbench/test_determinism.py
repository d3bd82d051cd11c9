"""The same case gives the same rows, counts and drops a hundred times in a row."""

from pathlib import Path

import pytest

from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import TestResult, TestRun
from tests.engine.testbench.job_builders import (
    PER_MINUTE,
    build_test_run,
    graph,
    node,
    order,
    payment,
    source,
)

ROUNDS = 100
JOINED = (
    "SELECT o.order_id, o.city, p.payment_id FROM orders o LEFT JOIN payments p ON o.order_id = p.order_id"
)


def case(folder: Path) -> TestRun:
    """Two sources out of order, some rows late, a join that takes rows back, windows, and a tap."""
    nodes = [
        source("orders", delay_ms=1000),
        source("payments", "payments"),
        node("paid", "sql", sql=JOINED),
        node("per_city", "sql", sql=PER_MINUTE),
        node("joined", "print-sink"),
        node("counted", "print-sink"),
    ]
    drawn = graph(
        nodes, ["orders", "paid", "joined"], ["payments", "paid"], ["orders", "per_city", "counted"]
    )
    packs = {
        "orders": [order(number, number * 4, ["Rome", "Oslo"][number % 2]) for number in range(60)],
        "payments": [payment(number, number * 4, number + number % 3) for number in range(60)],
    }
    arrivals = {
        "orders": {"mode": "delayed", "by_ms": 90_000, "share": 0.2, "seed": 7},
        "payments": {"mode": "shuffled", "bound_ms": 20_000, "seed": 3},
    }
    return build_test_run(drawn, packs, folder, arrivals=arrivals, taps=["paid"])


def observable_parts(outcome: TestResult) -> tuple[object, ...]:
    """Everything but how long it took."""
    assert (outcome.state, outcome.error) == ("finished", None)
    return outcome.outputs, outcome.late, outcome.inputs


@pytest.mark.timeout(900)  # half a minute on a quiet machine
def test_a_hundred_runs_are_one(client: TestClient, cluster: str, tmp_path: Path) -> None:
    tried = case(tmp_path)
    first = runner.run(client, tried, cluster)
    assert first.late
    assert {change["kind"] for change in first.outputs["joined"]["changes"]} == {"+I", "-D"}
    # A change follows the line that causes it; the end comes last.
    lines = [change["line"] for change in first.outputs["paid"]["changes"]]
    assert lines == sorted(lines)
    assert first.outputs["counted"]["changes"][-1]["line"] == -1
    for _ in range(ROUNDS - 1):
        assert observable_parts(runner.run(client, tried, cluster)) == observable_parts(first)
