"""Jobs on the test bench, on a real cluster: what comes out, in which order, what is dropped."""

from typing import Any

import httpx
import pytest

from penstock.planner.client import PlannerError
from penstock.planner.protocol import RUN
from penstock.testbench.client import TestClient
from penstock.testbench.model import Limits
from tests.engine.testbench.jobs import (
    ORDERS,
    PAYMENTS,
    WINDOWS,
    capture,
    line,
    moment,
    order,
    replay,
    rows,
    script,
    view,
)


def finished(answer: dict[str, Any]) -> dict[str, Any]:
    """The answer of a run that went to its end."""
    assert (answer["state"], answer["error"]) == ("finished", None), answer
    return answer


def windows() -> Any:
    return script(replay("orders", ORDERS), view("w", WINDOWS), *capture("out", "w", "append"))


def join() -> Any:
    query = "SELECT o.id, p.paid FROM orders o LEFT JOIN payments p ON o.id = p.order_id"
    return script(
        replay("orders", ORDERS), replay("payments", PAYMENTS), view("j", query), *capture("out", "j")
    )


def alternating(count: int) -> list[str]:
    """An order, a payment that may come before its order, and so on."""
    plan = []
    for number in range(count):
        plan.append(order(number, number))
        plan.append(line("payments", order_id=number + number % 3, paid=f"p{number}", at=moment(number)))
    return plan


def test_windows_close_by_the_rows_and_the_late_row_is_named(client: TestClient, cluster: str) -> None:
    plan = [order(1, 10), order(2, 61), order(3, 20, "Oslo"), order(4, 59), order(5, 63)]
    answer = finished(client.run(windows(), plan, cluster))
    out = answer["outputs"]["out"]
    assert [(one["line"], one["row"]["window_start"], one["row"]["orders"]) for one in out] == [
        (1, "2026-01-01 10:00:00", 1),
        (-1, "2026-01-01 10:01:00", 2),
    ]
    assert [(one["line"], one["dropped"]) for one in answer["late"]] == [(2, 1), (3, 1)]
    assert "Window" in answer["late"][0]["operator"]
    assert answer["counts"] == {"out": 2}


def test_it_is_the_lockstep_that_makes_them_the_same(client: TestClient, cluster: str) -> None:
    params = {
        "script": join().to_dict(),
        "plan": {"lines": alternating(600)},
        "cluster": {"url": cluster},
        "lockstep": False,
    }
    seen = set()
    for _ in range(15):
        seen.add(str(rows(finished(client.process.request(RUN, params, 60)), "out", "id", "paid")))
        if len(seen) > 1:
            return
    pytest.fail("Fifteen runs without the lockstep were the same: it would not be missed.")


def test_one_source_on_two_ways_to_a_join_and_to_a_tap(client: TestClient, cluster: str) -> None:
    self_join = "SELECT a.id AS a, b.id AS b FROM orders a JOIN orders b ON a.city = b.city AND a.id <= b.id"
    job = script(
        replay("orders", ORDERS), view("j", self_join), *capture("out", "j"), *capture("tap", "orders")
    )
    plan = [order(number, number, "Rome" if number % 2 else "Oslo") for number in range(40)]
    first = finished(client.run(job, plan, cluster))
    assert first["counts"] == {"out": 2 * 20 * 21 // 2, "tap": 40}
    assert [one["line"] for one in first["outputs"]["tap"]] == list(range(40))
    for _ in range(3):
        assert finished(client.run(job, plan, cluster))["outputs"] == first["outputs"]


def test_changes_come_as_the_sink_would_take_them(client: TestClient, cluster: str) -> None:
    totals = view("t", "SELECT city, COUNT(*) AS n FROM orders GROUP BY city")
    plan = [order(1, 1), order(2, 2)]
    job = script(
        replay("orders", ORDERS), totals, *capture("all", "t"), *capture("keyed", "t", "upsert", ("city",))
    )
    answer = finished(client.run(job, plan, cluster))
    assert rows(answer, "all", "n") == [("+I", 1), ("-U", 1), ("+U", 2)]
    assert rows(answer, "keyed", "n") == [("+I", 1), ("+U", 2)]
    appending = script(replay("orders", ORDERS), totals, *capture("out", "t", "append"))
    with pytest.raises(PlannerError, match="only appends rows"):
        client.run(appending, plan, cluster)


def test_a_source_of_changes_metadata_and_what_the_plan_leaves_out(client: TestClient, cluster: str) -> None:
    columns = "`id` INT, `p` INT NOT NULL METADATA FROM 'partition' VIRTUAL, PRIMARY KEY (`id`) NOT ENFORCED"
    job = script(replay("items", columns, "all"), *capture("out", "items"))
    plan = [
        '{"table": "items", "row": {"id": 1}, "meta": {"partition": 4}}',
        '{"table": "items", "row": {"id": 1}, "meta": {"partition": 4}, "kind": "-D"}',
    ]
    answer = finished(client.run(job, plan, cluster))
    assert rows(answer, "out", "id", "p") == [("+I", 1, 4), ("-D", 1, 4)]
    assert finished(client.run(job, [], cluster))["outputs"] == {"out": []}


def test_a_dimension_table_is_looked_up_in_its_rows(client: TestClient, cluster: str) -> None:
    timed = ORDERS + ", `now` AS PROCTIME()"
    query = (
        "SELECT o.id, c.country FROM orders o"
        " LEFT JOIN cities FOR SYSTEM_TIME AS OF o.now AS c ON o.city = c.name"
    )
    cities = replay("cities", "`name` STRING, `country` STRING, PRIMARY KEY (`name`) NOT ENFORCED")
    job = script(replay("orders", timed), cities, view("j", query), *capture("out", "j"))
    plan = [order(1, 1), order(2, 2, "Oslo"), line("cities", name="Rome", country="Italy")]
    answer = finished(client.run(job, plan, cluster))
    assert rows(answer, "out", "id", "country") == [("+I", 1, "Italy"), ("+I", 2, None)]


def test_an_idle_source_holds_back_nobody(client: TestClient, cluster: str) -> None:
    both = view(
        "both",
        "SELECT `at`, 'o' AS city, 1 AS amount FROM orders UNION ALL SELECT `at`, paid, 1 FROM payments",
    )
    counted = view("w", WINDOWS.replace("TABLE orders", "TABLE `both`"))
    job = script(replay("orders", ORDERS), replay("payments", PAYMENTS), both, counted, *capture("out", "w"))
    paid = line("payments", order_id=1, paid="p", at=moment(5))
    plan = [paid, order(1, 10), order(2, 70), '{"table": "payments", "idle": true}', order(3, 80)]
    closed = [one["line"] for one in finished(client.run(job, plan, cluster))["outputs"]["out"]]
    assert closed[0] == 3, closed
    without = [
        one["line"] for one in finished(client.run(job, plan[:3] + plan[4:], cluster))["outputs"]["out"]
    ]
    assert set(without) == {-1}


def test_what_breaks_is_told_in_a_sentence(client: TestClient, cluster: str) -> None:
    broken = script(
        replay("orders", ORDERS), view("b", "SELECT 1 / (id - 1) AS x FROM orders"), *capture("out", "b")
    )
    answer = client.run(broken, [order(0, 1), order(1, 2)], cluster)
    assert (answer["state"], answer["error"]) == ("failed", "/ by zero.")
    assert rows(answer, "out", "x") == [("+I", -1)]
    with pytest.raises(PlannerError, match=r"Line 1 of the arrival plan .* columns of 'orders'.*: id\."):
        client.run(windows(), [line("orders", id="many", at=moment(1))], cluster)
    with pytest.raises(PlannerError, match=r"'w' cannot be tested: .*nosuch"):
        client.run(script(view("w", "SELECT * FROM nosuch"), *capture("out", "w")), [], cluster)
    with pytest.raises(PlannerError, match="did not answer"):
        client.run(windows(), [], "http://127.0.0.1:9")


def find_running_jobs(cluster: str) -> set[str]:
    jobs = httpx.get(f"{cluster}/jobs", timeout=5).json()["jobs"]
    return {job["id"] for job in jobs if job["status"] == "RUNNING"}


def test_a_run_is_stopped_at_its_limits_with_what_it_had(client: TestClient, cluster: str) -> None:
    # Other tests of the session share the cluster; a job of theirs may still run.
    before = find_running_jobs(cluster)
    plan = [order(number, number) for number in range(50)]
    job = script(replay("orders", ORDERS), *capture("out", "orders"))
    few = client.run(job, plan, cluster, limits=Limits(rows=7))
    assert (few["state"], len(few["outputs"]["out"])) == ("stopped", 7)
    assert "limits of 7 rows" in few["error"]
    pause = '{"table": "orders", "row": {"id": 99, "at": "2026-01-01 12:00:00"}, "pause_ms": 60000}'
    slow = client.run(job, [*plan, pause], cluster, limits=Limits(seconds=2))
    assert (slow["state"], slow["counts"]) == ("stopped", {"out": 50})
    assert slow["error"] == "The test was stopped after 2 s."
    assert [one["row"]["id"] for one in slow["outputs"]["out"]] == list(range(50))
    assert find_running_jobs(cluster) <= before
