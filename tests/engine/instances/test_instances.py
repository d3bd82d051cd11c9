"""What an operator sees and does, on a real cluster."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from websockets.sync.client import connect

from tests.engine.shop import SQL, Shop
from tests.polling import wait

pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def job(shop: Shop) -> str:
    """A job with version 1."""
    return shop.job("Operated")


@pytest.fixture(scope="module")
def operated(shop: Shop, job: str) -> Iterator[dict[str, Any]]:
    """A running instance of it, stopped at the end of the module."""
    running = shop.until(shop.start(job)["id"], "running")
    yield running
    shop.stop(running["id"])


def test_logs_are_about_this_job_only(shop: Shop, operated: dict[str, Any]) -> None:
    log = shop.get(f"instances/{operated['id']}/logs/")
    assert log["source"] == "jobmanager"
    assert any(operated["flink_job_id"] in line for line in log["lines"])
    managers = [source["id"] for source in log["sources"] if source["id"] != "jobmanager"]
    assert len(managers) == 1
    assert shop.get(f"instances/{operated['id']}/logs/?source={managers[0]}")["lines"]
    other = shop.http.get(f"instances/{operated['id']}/logs/", params={"source": "taskmanager:nobody"})
    assert other.status_code == 404
    assert other.json()["error"]["message"]


def test_the_plan_names_sources_and_sinks(shop: Shop, operated: dict[str, Any]) -> None:
    text = json.dumps(shop.get(f"instances/{operated['id']}/plan/")["nodes"])
    assert "orders" in text
    assert "city_table" in text


def test_a_job_already_running_is_not_started_again(shop: Shop, job: str, operated: dict[str, Any]) -> None:
    answer = shop.http.post(f"jobs/{job}/instances/", json={"version": 1, "environment": "test"})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "already-running"


def test_figures_and_changes_reach_an_open_page(shop: Shop, operated: dict[str, Any]) -> None:
    """By the socket, to somebody who may; the session is a person's, as in a browser."""
    cookie = session(shop)
    url = f"{shop.stack.url('web').replace('http', 'ws')}/ws/projects/{shop.project}/"
    origin = shop.stack.url("web")
    with connect(url, additional_headers={"cookie": cookie}, origin=origin, open_timeout=20) as page:  # type: ignore[arg-type]
        assert json.loads(page.recv(20))["type"] == "ready"

        def figures() -> dict[str, Any] | None:
            event = json.loads(page.recv(30))
            good = (
                event["type"] == "metrics"
                and event["instance"] == operated["id"]
                and event["nodes"]["n1"]["out"]
            )
            return event if good else None

        nodes = wait("figures on the socket", figures, 90, pause=0)["nodes"]
        assert set(nodes) == {"n1", "n2", "n3", "n4"}
        taken = shop.post(f"instances/{operated['id']}/savepoints/", expect=202)["id"]

        def is_announced() -> bool:
            event = json.loads(page.recv(30))
            return bool(event["type"] == "savepoint.changed" and event["id"] == taken)

        assert wait("word of the savepoint", is_announced, 60, pause=0)


def session(shop: Shop) -> str:
    """The cookie of a signed-in member."""
    code = (
        "from django.test import Client; from apps.accounts.models import User;"
        f"client = Client(); client.force_login(User.objects.get(username='{shop.name}-dev'),"
        " backend='django.contrib.auth.backends.ModelBackend');"
        "print('; '.join(f'{k}={v.value}' for k, v in client.cookies.items()))"
    )
    return shop.stack.manage("shell", "-v", "0", "-c", code).strip().splitlines()[-1]


def test_more_slots_than_there_are_wait_with_a_reason(shop: Shop) -> None:
    job = shop.job("Wide", shop.graph(parallelism=99))
    instance = shop.start(job)["id"]
    found = wait("the reason", lambda: (shop.instance(instance)["operation"] or {}).get("message"))
    assert found.startswith("It needs 99 slots; ")
    assert shop.instance(instance)["observed"] == "created"
    shop.post(f"instances/{instance}/stop/", {"savepoint": False}, 202)
    shop.until(instance, "stopped")


def test_a_job_that_fails_tells_why(shop: Shop) -> None:
    sql = "SELECT CAST(customer AS BIGINT) / 0 AS broken, city FROM orders"
    graph = shop.graph(sql, restart="none")
    graph["nodes"] = [
        *graph["nodes"][:2],
        {"id": "n3", "kind": "print-sink", "name": "out", "params": {}, "position": {"x": 0, "y": 0}},
    ]
    graph["edges"] = [{"source": "n1", "target": "n2"}, {"source": "n2", "target": "n3"}]
    instance = shop.start(shop.job("Failing", graph))["id"]

    def failed() -> dict[str, Any] | None:
        found = shop.instance(instance)
        return found if found["observed"] == "failed" else None

    found = wait("the failure", failed, 120)
    assert found["desired"] == "stopped"
    assert "The job failed: " in found["error"]
    assert "at org.apache" not in found["error"], "a sentence, not a stack trace"
    exceptions = shop.get(f"instances/{instance}/exceptions/")["results"]
    assert exceptions
    assert exceptions[0]["trace"]


def test_a_job_cancelled_in_flinks_pages_is_told_so(shop: Shop) -> None:
    instance = shop.start(shop.job("Cancelled outside"))["id"]
    running = shop.until(instance, "running")
    shop.cluster.cancel(running["flink_job_id"])
    found = shop.until(instance, "stopped")
    assert found["desired"] == "stopped"
    assert "cancelled outside Penstock" in found["error"]


def test_a_savepoint_that_does_not_fit_is_refused_not_ignored(shop: Shop) -> None:
    job = shop.job("Changing")
    instance = shop.start(job)["id"]
    shop.until(instance, "running")
    shop.stop(instance, savepoint=True)
    (savepoint,) = shop.get(f"instances/{instance}/savepoints/")["results"]
    shop.save(job, shop.graph(SQL.replace("COUNT(*)", "COUNT(DISTINCT customer)")))
    shop.post(f"jobs/{job}/versions/", {"comment": "another state"})
    unfit = shop.start(job, version=2, **{"from": "savepoint", "savepoint": savepoint["id"]})["id"]
    found = wait(
        "the refusal",
        lambda: (one := shop.instance(unfit)) and one["observed"] in {"failed", "restarting"} and one,
        120,
    )
    assert found["observed"] in {"failed", "restarting"}
    if found["observed"] != "failed":
        shop.post(f"instances/{unfit}/stop/", {"savepoint": False}, 202)
        shop.until(unfit, "stopped")
