"""A case from its document and packs to the outcome that people see."""

from pathlib import Path
from typing import Any

from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import TestResult
from tests.engine.testbench.job_builders import (
    PER_MINUTE,
    at,
    build_test_run,
    graph,
    node,
    order,
    source,
    windows,
)

WINDOW = {"window_start": at(0), "window_end": at(60), "city": "Rome", "orders": 1, "amount": "1.10"}


def run(client: TestClient, cluster: str, folder: Path, **given: Any) -> TestResult:
    drawn = given.pop("drawn", None) or windows()
    return runner.run(client, build_test_run(drawn, given.pop("packs"), folder, **given), cluster)


def test_a_case_is_judged_and_every_row_knows_where_it_comes_from(
    client: TestClient, cluster: str, tmp_path: Path
) -> None:
    packs = {"orders": [order(1, 10), order(2, 61, amount="2.20"), order(3, 20), order(4, 130)]}
    rows = [WINDOW, {**WINDOW, "window_start": at(60), "window_end": at(120), "amount": 2.2}]
    last = {**WINDOW, "window_start": at(120), "window_end": at(180)}
    outcome = run(
        client, cluster, tmp_path, packs=packs, expected={"out": {"rows": [*rows, last]}}, taps=["orders"]
    )
    assert (outcome.state, outcome.error) == ("passed", None), outcome
    out = outcome.outputs["out"]
    assert out["count"] == 3
    assert [change["from"] for change in out["changes"]] == [
        {"source": "orders", "row": 1},
        {"source": "orders", "row": 3},
        None,
    ]
    assert [change["row"]["amount"] for change in out["changes"]] == ["1.10", "2.20", "1.10"]
    assert out["columns"][-1] == {"name": "amount", "type": "DECIMAL(38, 2)"}
    assert outcome.inputs == {"orders": {"rows": 4}}
    assert len(outcome.outputs["orders"]["changes"]) == 4
    assert outcome.to_dict()["comparisons"]["out"]["matched"] == 3
    [late] = outcome.late
    assert {key: late[key] for key in ("source", "row", "event_ms", "watermark_ms", "node")} == {
        "source": "orders",
        "row": 2,
        "event_ms": 1767261620000,
        "watermark_ms": 1767261661000,
        "node": "id-per_city",
    }
    assert late["message"].startswith("Row 3 of orders (2026-01-01 10:00:20.000) came too late when the")


def test_a_mismatch_says_that_late_rows_were_dropped(
    client: TestClient, cluster: str, tmp_path: Path
) -> None:
    packs = {"orders": [order(1, 10), order(2, 61), order(3, 20)]}
    two = {**WINDOW, "orders": 2, "amount": "2.20"}
    next_ = {**WINDOW, "window_start": at(60), "window_end": at(120)}
    outcome = run(client, cluster, tmp_path, packs=packs, expected={"out": {"rows": [two, next_]}})
    assert outcome.state == "failed"
    compared = outcome.comparisons["out"]
    assert [cell["column"] for cell in compared.changed[0]["cells"]] == ["orders", "amount"]
    assert any("row 3 of orders" in note for note in compared.notes), compared.notes


def test_nothing_expected_nothing_passed(client: TestClient, cluster: str, tmp_path: Path) -> None:
    assert run(client, cluster, tmp_path, packs={"orders": [order(1, 10)]}).state == "finished"
    limits = {"rows": 5}
    many = {"orders": [order(number, number) for number in range(20)]}
    stopped = run(
        client,
        cluster,
        tmp_path,
        packs=many,
        expected={"orders": {"rows": []}},
        taps=["orders"],
        limits=limits,
    )
    assert stopped.state == "stopped"
    assert stopped.outputs["orders"]["count"] > 5 == len(stopped.outputs["orders"]["changes"])
    assert stopped.comparisons == {}


def test_what_cannot_be_run_is_a_sentence(client: TestClient, cluster: str, tmp_path: Path) -> None:
    packs = {"orders": [order(1, 10)]}
    assert run(client, cluster, tmp_path, packs={}).error == (
        "Choose a data pack for orders: every source needs one."
    )
    wrong = run(client, cluster, tmp_path, packs=packs, drawn=windows("SELECT nosuch FROM orders"))
    assert (wrong.state, wrong.error) == (
        "error",
        "'per_city' cannot be tested: There is no column 'nosuch' in the input.",
    )
    broken = windows("SELECT 1 / CHAR_LENGTH(city) AS x FROM orders")
    divided = {"orders": [order(1, 10), order(2, 11, city="")]}
    outcome = run(client, cluster, tmp_path, packs=divided, drawn=broken, expected={"out": {}})
    assert (outcome.state, outcome.error) == ("error", "/ by zero.")
    assert outcome.outputs["out"]["count"] == 1
    tapped = run(client, cluster, tmp_path, packs=packs, taps=["per_ciy"])
    assert tapped.error == "The job has no node 'per_ciy' that could be tapped. Did you mean per_city?"
    seen = run(
        client, cluster, tmp_path, packs=packs, arrivals={"orders": {"mode": "explicit", "offsets": []}}
    )
    assert seen.error == "orders: The arrival plan has 0 offsets, but the pack has 1 rows."
    away = runner.run(client, build_test_run(windows(), packs, tmp_path), "http://127.0.0.1:9")
    assert away.state == "error"
    assert "did not answer" in (away.error or "")


def test_a_late_row_is_told_by_the_node_that_dropped_it(
    client: TestClient, cluster: str, tmp_path: Path
) -> None:
    nodes = [
        source("orders"),
        node("dear", "filter", condition="amount > 0"),
        node("minutes", "sql", sql=PER_MINUTE.replace("TABLE orders", "TABLE dear")),
        node(
            "hours",
            "sql",
            sql=PER_MINUTE.replace("TABLE orders", "TABLE orders").replace("MINUTE", "HOUR"),
        ),
        node("a", "print-sink"),
        node("b", "print-sink"),
    ]
    drawn = graph(nodes, ["orders", "dear", "minutes", "a"], ["orders", "hours", "b"])
    packs = {"orders": [order(1, 10), order(2, 61), order(3, 20), order(4, 3700), order(5, 70)]}
    outcome = run(client, cluster, tmp_path, packs=packs, drawn=drawn)
    assert outcome.error is None
    # What one row brings about goes by Flink's plan, in an order that is the same each time.
    assert [one["row"] for one in outcome.late] == [2, 4, 4]
    assert sorted((one["row"], one["node"]) for one in outcome.late) == [
        (2, "id-minutes"),
        (4, "id-hours"),
        (4, "id-minutes"),
    ], outcome.late
