"""Runs when things go wrong around them: the test worker dies, somebody cancels, two people run at once."""

import threading
from typing import Any

import pytest

from penstock.local.stack import Stack
from tests.engine.testing.conftest import Tested, order
from tests.polling import wait

pytestmark = pytest.mark.timeout(600)
SECONDS = 8


@pytest.fixture(scope="module")
def slow(shop: Tested) -> str:
    """A case that lasts some seconds, since its rows come as slowly as they did."""
    job = shop.create_job("Slow")
    pack = shop.pack("Slow", [order(number, number) for number in range(SECONDS)])
    return str(shop.case(job, pack, real_time=True, limits={"seconds": 25})["id"])


def flink_jobs(shop: Tested, run: str) -> list[str]:
    """The jobs of a run that are on the cluster."""
    jobs = shop.cluster.jobs().values()
    return [job.id for job in jobs if job.name.startswith(f"Unit test {run},") and job.state == "RUNNING"]


def test_the_bench_is_killed_in_the_middle(stack: Stack, shop: Tested, slow: str) -> None:
    """Nobody looks at the run meanwhile; another bench does it again, and what it tells is complete."""
    run = shop.begin(slow)
    wait("the run's job is on the cluster", lambda: flink_jobs(shop, run), 120)
    stack.kill("bench")
    waiting = shop.begin(slow)
    stack.restart("bench")
    found = shop.wait_until_over(run, 240)
    assert (found["state"], found["error"]) == ("finished", "")
    assert found["counts"]["outputs"] == {"city_topic": SECONDS, "city_table": SECONDS}
    assert shop.wait_until_over(waiting, 120)["state"] == "finished"
    wait("the dead bench's job is gone", lambda: not flink_jobs(shop, run), 90)


def test_a_cancelled_run_leaves_the_cluster(shop: Tested, slow: str) -> None:
    run = shop.begin(slow)
    wait("the run's job is on the cluster", lambda: flink_jobs(shop, run), 120)
    assert shop.post(f"runs/{run}/cancel/")["state"] == "cancelled"
    wait("the job is gone", lambda: not flink_jobs(shop, run), 30)
    found = shop.get(f"runs/{run}/")
    assert (found["state"], found["outputs"]) == ("cancelled", [])
    assert shop.run(slow)["state"] == "finished"


def test_a_run_that_takes_too_long_shows_what_it_had(shop: Tested, slow: str) -> None:
    case = shop.get(f"cases/{slow}/")
    definition = {**case["definition"], "limits": {"seconds": 4}}
    found = shop.wait_until_over(
        shop.post(f"jobs/{case['job']}/runs/", {"definition": definition, "name": "Short"}, 202)["id"]
    )
    assert found["state"] == "stopped"
    assert "4 s" in found["error"]
    assert found["counts"]["outputs"]["city_topic"] < SECONDS


def test_two_peoples_runs_at_once_do_not_mix(stack: Stack, shop: Tested) -> None:
    """Two tenants, the same names of everything, other rows."""
    people = [shop, Tested(stack).furnish()]
    cases = []
    for number, person in enumerate(people):
        lines = [order(100 * number + row, row) for row in range(20)]
        cases.append(
            person.case(person.create_job("Mixed"), person.pack("Mixed", lines), taps=["orders"])["id"]
        )
    found: list[list[dict[str, Any]]] = [[], []]

    def runs(number: int) -> None:
        started = [people[number].begin(cases[number]) for _ in range(5)]
        found[number] = [people[number].wait_until_over(run) for run in started]

    threads = [threading.Thread(target=runs, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    for number, mine in enumerate(found):
        assert [run["state"] for run in mine] == ["finished"] * 5, [run["error"] for run in mine]
        for run in mine:
            (tapped,) = (output for output in run["outputs"] if output["name"] == "orders")
            ids = [change["row"]["order_id"] for change in tapped["changes"]]
            assert ids == [f"o{100 * number + row}" for row in range(20)]
    assert people[0].http.get(f"runs/{found[1][0]['id']}/").status_code == 404
