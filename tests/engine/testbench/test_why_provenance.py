"""Which input rows made an output row, on a real cluster."""

from pathlib import Path
from typing import Any

import pytest

from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testkit.instrumentation import SetupError
from tests.engine.testbench.job_builders import build_test_run, graph, node, order, payment, source, windows


def made_by(answer: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["source"], one["row"]) for one in answer["rows"]]


def test_a_window_is_made_of_its_rows_and_not_of_the_one_that_closed_it(
    client: TestClient, cluster: str, tmp_path: Path
) -> None:
    rows = [
        order(0, 1),
        order(1, 2, "Oslo"),
        order(2, 3),
        order(3, 61),
        order(4, 4),
        order(5, 59),
        order(6, 70),
    ]
    case = build_test_run(windows(), {"orders": rows}, tmp_path)
    [first, *_] = [
        number
        for number, change in enumerate(runner.run(client, case, cluster).outputs["out"]["changes"])
        if change["row"]["city"] == "Rome"
    ]
    answer = runner.explain_output_row(client, case, cluster, "out", first)
    # Rows 4 and 5 came too late for the window, and stay so although the row that closed it is left out.
    assert (made_by(answer), answer["minimal"]) == ([("orders", 0), ("orders", 2)], True), answer
    assert answer["rows"][0]["values"]["order_id"] == "o0"
    assert "not when any one of them is missing" in answer["sentence"]


def test_both_sides_of_a_join(client: TestClient, cluster: str, tmp_path: Path) -> None:
    query = "SELECT o.order_id, o.city, p.payment_id FROM orders o JOIN payments p ON o.order_id = p.order_id"
    nodes = [
        source("orders"),
        source("payments", "payments"),
        node("paid", "sql", sql=query),
        node("out", "print-sink"),
    ]
    drawn = graph(nodes, ["orders", "paid", "out"], ["payments", "paid"])
    packs = {
        "orders": [order(number, number) for number in range(6)],
        "payments": [payment(number, number + 2, number) for number in range(6)],
    }
    case = build_test_run(drawn, packs, tmp_path)
    changes = runner.run(client, case, cluster).outputs["out"]["changes"]
    place = next(n for n, change in enumerate(changes) if change["row"]["order_id"] == "o4")
    answer = runner.explain_output_row(client, case, cluster, "out", place)
    assert (made_by(answer), answer["minimal"]) == ([("orders", 4), ("payments", 4)], True), answer


def test_what_it_cannot_know_it_says(client: TestClient, cluster: str, tmp_path: Path) -> None:
    rows = [order(number, number) for number in range(12)]
    case = build_test_run(windows(), {"orders": rows}, tmp_path)
    hasty = runner.explain_output_row(client, case, cluster, "out", 0, seconds=0)
    assert (len(hasty["rows"]), hasty["minimal"]) == (12, False)
    assert "not possible to try" in hasty["sentence"]
    with pytest.raises(SetupError, match="has no row 8"):
        runner.explain_output_row(client, case, cluster, "out", 7)
    now = windows("SELECT city, CURRENT_ROW_TIMESTAMP() AS seen FROM orders")
    other = runner.explain_output_row(
        client, build_test_run(now, {"orders": rows}, tmp_path), cluster, "out", 0
    )
    assert (other["rows"], other["minimal"]) == ([], False)
    assert "depends on the clock" in other["sentence"]
