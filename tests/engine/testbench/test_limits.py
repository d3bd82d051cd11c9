"""What a test may take: time, rows, memory; beyond it there is a sentence, and what there was by then."""

import json
from pathlib import Path

import pytest

from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.planner.client import PlannerError, PlannerProcess
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import Limits
from tests.engine.testbench.job_builders import build_test_run, order, windows
from tests.engine.testbench.jobs import ORDERS, capture, line, moment, replay, script
from tests.engine.testbench.jobs import order as planned


def test_a_job_that_takes_too_long_is_stopped_with_what_it_had(
    client: TestClient, cluster: str, tmp_path: Path
) -> None:
    # In real time the last row comes an hour after the others.
    rows = [order(1, 10), order(2, 10), order(3, 3600)]
    limits = {"seconds": 10}
    case = build_test_run(
        windows("SELECT city FROM orders"),
        {"orders": rows},
        tmp_path,
        real_time=True,
        limits=limits,
        expected={"out": {"rows": [{"city": "Rome"}, {"city": "Rome"}]}},
    )
    outcome = runner.run(client, case, cluster)
    assert (outcome.state, outcome.error) == ("stopped", "The test was stopped after 10 s.")
    assert (outcome.outputs["out"]["count"], outcome.comparisons) == (2, {})


def test_the_memory_of_captured_rows_is_bounded(client: TestClient, cluster: str) -> None:
    job = script(replay("orders", ORDERS), *capture("out", "orders"))
    plan = [planned(number, number) for number in range(50)]
    answer = client.run(job, plan, cluster, limits=Limits(bytes=1000))
    assert answer["state"] == "stopped"
    kept = answer["outputs"]["out"]
    assert 0 < len(json.dumps([one["row"] for one in kept], separators=(",", ":"))) <= 1100
    assert len(kept) < answer["counts"]["out"]
    assert "1000 bytes" in answer["error"]


def test_a_bench_without_enough_memory_says_so_and_goes_on(cluster: str, tmp_path: Path) -> None:
    job = script(replay("orders", ORDERS), *capture("out", "orders"))
    plan = tmp_path / "plan.jsonl"
    row = line("orders", id=1, city="x" * 1000, at=moment(1))
    plan.write_text(f"{row}\n" * 200_000)
    with PlannerProcess(Engine(DEFAULT_VERSION), heap_mb=192, sandboxed=False) as process:
        small = TestClient(process)
        with pytest.raises(PlannerError, match=r"more memory than the test bench has \(192 MiB\)"):
            small.run(job, plan, cluster)
        assert small.run(job, [planned(1, 1)], cluster)["counts"] == {"out": 1}


def test_a_job_without_enough_memory_says_so(client: TestClient, cluster: str, tmp_path: Path) -> None:
    query = "SELECT city, LISTAGG(REPEAT(order_id, 1000000)) AS all_of_them FROM orders GROUP BY city"
    rows = [order(number, number) for number in range(400)]
    outcome = runner.run(client, build_test_run(windows(query), {"orders": rows}, tmp_path), cluster)
    assert outcome.state in ("stopped", "error"), outcome.state
    assert "memory" in (outcome.error or "") or "limits" in (outcome.error or ""), outcome.error
