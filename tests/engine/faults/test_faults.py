"""Killing what can be killed: one Flink job per instance, a true state soon after, and no draft lost."""

import shutil
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from penstock.flink.http import FlinkError
from tests.engine.faults.checker import Checker, listing, status
from tests.engine.faults.proxy import Proxy
from tests.engine.shop import Shop, job_id
from tests.polling import wait

pytestmark = pytest.mark.timeout(600)
#: Seconds after a recovery within which what is shown must be what is.
TRUE_WITHIN = 10.0


def wait_for_state(shop: Shop, instance: str, state: str) -> dict[str, Any]:
    """Once the cluster itself reports `state`, the API does so within ten seconds."""

    def has_state() -> bool:
        try:
            job = shop.cluster.jobs().get(shop.instance(instance)["flink_job_id"])
        except FlinkError:
            return False
        return job is not None and job.observed() == state

    wait(f"the cluster reports {state}", has_state, 180)
    started_at = time.monotonic()
    found = shop.until(instance, state, 60)
    late = time.monotonic() - started_at
    assert late <= TRUE_WITHIN, f"shown {late:.1f} s after it was so"
    return found


def only_one(shop: Shop, instance: str, attempts: int = 1) -> None:
    """One job alive, and no more attempts than there were reasons for."""
    found = shop.instance(instance)
    assert found["attempt"] == attempts
    assert shop.jobs_alive(instance) == [job_id(instance, attempts)]


def test_red_control_the_checker_sees_two_jobs(shop: Shop) -> None:
    """A checker that can't turn red proves nothing."""
    instance = "6a6b3e0e-0000-4000-8000-000000000001"
    checker = Checker(shop.cluster, [instance])
    first, second = job_id(instance, 1), job_id(instance, 2)
    checker.look(listing([status(first, "CANCELED"), status(second, "RUNNING"), status("f" * 32, "RUNNING")]))
    assert not checker.violations
    checker.look(listing([status(first, "RUNNING"), status(second, "CREATED")]))
    assert len(checker.violations) == 1


@pytest.mark.parametrize("place", ["after_rpc:submit", "before_rpc:submit"])
def test_the_worker_dies_around_the_submission(
    shop: Shop, job: str, failing: Callable[[str], None], place: str
) -> None:
    failing(f"{place}:exit")
    instance = shop.start(job)["id"]
    with Checker(shop.cluster, [instance]):
        worker = shop.stack.process("worker")
        wait("the worker's death", lambda: worker.exit_code is not None, 120)
        failing("")
        wait_for_state(shop, instance, "running")
        only_one(shop, instance)
    shop.stop(instance)


def test_an_answer_to_the_submission_is_lost(shop: Shop, job: str, proxy: Proxy) -> None:
    proxy.lose("/run")
    instance = shop.start(job)["id"]
    with Checker(shop.cluster, [instance]):
        wait_for_state(shop, instance, "running")
        only_one(shop, instance)
        assert proxy.lost == 1
        history = shop.get(f"instances/{instance}/history/")["results"]
        assert "unknown" in [line["after"] for line in history if line["subject"] == "start"]
    shop.stop(instance)


def test_an_answer_to_a_savepoint_is_lost(shop: Shop, job: str, proxy: Proxy) -> None:
    instance = shop.start(job)["id"]
    shop.until(instance, "running")
    proxy.lose("/stop")
    shop.post(f"instances/{instance}/stop/", {"savepoint": True}, 202)
    shop.until(instance, "stopped")
    (savepoint,) = shop.get(f"instances/{instance}/savepoints/")["results"]
    assert savepoint["state"] == "completed", savepoint
    assert proxy.lost == 1
    assert not shop.jobs_alive(instance)


def test_twenty_clicks_start_one_job(shop: Shop, job: str) -> None:
    body = {"version": 1, "environment": "test"}
    with ThreadPoolExecutor(20) as pool:
        tries = [pool.submit(shop.http.post, f"jobs/{job}/instances/", json=body) for _ in range(20)]
        answers = [one.result() for one in tries]
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 19, codes
    instance = next(answer.json()["id"] for answer in answers if answer.status_code == 201)
    with Checker(shop.cluster, [instance]):
        shop.until(instance, "running")
        only_one(shop, instance)
    shop.stop(instance)


@pytest.mark.parametrize("pause", [0.0, 0.3, 1.0])
def test_a_stop_on_the_heels_of_a_start_wins(shop: Shop, job: str, pause: float) -> None:
    instance = shop.start(job)["id"]
    with Checker(shop.cluster, [instance]) as checker:
        time.sleep(pause)
        shop.post(f"instances/{instance}/stop/", {"savepoint": False}, 202)
        shop.until(instance, "stopped")
        # It stays so: nothing comes up behind the stop's back.
        polls = checker.polls
        wait("some looks more", lambda: checker.polls > polls + 20)
        assert not shop.jobs_alive(instance)
        assert shop.instance(instance)["desired"] == "stopped"


def test_a_task_delivered_ten_times_is_one_effect(shop: Shop, job: str) -> None:
    instance = shop.start(job)["id"]
    code = (
        "from celery import current_app\n"
        f"for _ in range(10): current_app.send_task('instances.advance', args=['{instance}'])"
    )
    with Checker(shop.cluster, [instance]):
        shop.stack.manage("shell", "-v", "0", "-c", code)
        shop.until(instance, "running")
        shop.stack.manage("shell", "-v", "0", "-c", code)
        wait("running on", lambda: shop.instance(instance)["observed"] == "running")
        only_one(shop, instance)
        history = shop.get(f"instances/{instance}/history/?page_size=200")["results"]
        assert [line["after"] for line in history if line["subject"] == "start"] == [
            "confirmed",
            "sent",
            "planned",
        ]
    shop.stop(instance)


def test_redis_is_away_for_ten_seconds(shop: Shop, job: str) -> None:
    instance = shop.start(job)["id"]
    shop.until(instance, "running")
    second = shop.job("Started while Redis is away")
    graph = shop.graph()
    graph["nodes"][0]["position"] = {"x": 77, "y": 7}
    restarts = restarts_of(shop, instance)
    with Checker(shop.cluster, [instance]):
        shop.stack.kill("redis")
        started_at = time.monotonic()
        try:
            # What needs no queue still works: reading, and saving a draft.
            assert shop.instance(instance)["observed"] in {"running", "unknown"}
            shop.save(second, graph)
            late = shop.start(second)["id"]
        finally:
            time.sleep(max(0.0, 10 - (time.monotonic() - started_at)))
            shop.stack.restart("redis")
        wait_for_state(shop, instance, "running")
        assert shop.get(f"jobs/{second}/")["draft"]["graph"]["nodes"][0]["position"] == {"x": 77, "y": 7}
        # Its message was lost with the queue: the sweeper found the row.
        wait_for_state(shop, late, "running")
        assert restarts_of(shop, instance) == restarts
        only_one(shop, instance)
        only_one(shop, late)
    shop.stop(late)
    shop.stop(instance)


def restarts_of(shop: Shop, instance: str) -> float:
    """How often Flink restarted the job: a fault of ours must not be felt by it."""
    flink = shop.instance(instance)["flink_job_id"]
    found = shop.cluster.http.get(f"/jobs/{flink}/metrics", get="numRestarts")
    return float(found[0]["value"]) if found else 0.0


def test_the_jobmanager_is_killed_while_a_job_runs(shop: Shop, job: str) -> None:
    instance = shop.start(job)["id"]
    shop.until(instance, "running")
    flink = shop.instance(instance)["flink_job_id"]
    wait("a checkpoint", lambda: shop.cluster.latest_checkpoint(flink))
    with Checker(shop.cluster, [instance]):
        shop.stack.kill("flink-test-jobmanager")
        away = shop.until(instance, "unknown", 20)
        assert "unknown until it answers" in away["error"]
        assert away["desired"] == "running"
        shop.stack.restart("flink-test-jobmanager")
        found = wait_for_state(shop, instance, "running")
        assert found["error"] is None
        assert len(shop.jobs_alive(instance)) == 1
    restored = shop.cluster.http.get(f"/jobs/{found['flink_job_id']}/checkpoints")["latest"]["restored"]
    assert restored is not None, "it continued from its state"
    shop.stop(instance, savepoint=True)


def test_the_planner_dies_in_the_middle_of_a_check(shop: Shop, job: str) -> None:
    before = shop.get(f"jobs/{job}/")["draft"]
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(shop.http.post(f"jobs/{job}/check/", json={})))
    try:
        asking.start()
        shop.stack.kill("planner")
        asking.join(60)
    finally:
        shop.stack.restart("planner")
    assert not asking.is_alive()
    answer = answers[0]
    assert answer.status_code in {200, 503}, answer.text
    if answer.status_code == 503:
        assert answer.json()["error"]["message"]
    assert shop.get(f"jobs/{job}/")["draft"] == before
    report = wait("a check that works", lambda: checked(shop, job), 180)
    assert report["ok"], report


def checked(shop: Shop, job: str) -> Any:
    """The report, or None while nobody answers."""
    answer = shop.http.post(f"jobs/{job}/check/", json={})
    return answer.json() if answer.status_code == 200 else None


def test_the_cluster_comes_back_empty(shop: Shop, job: str) -> None:
    """Without its memory (no HA, or another cluster there) the job is lost, and restarted from its state."""
    stack = shop.stack
    instance = shop.start(job)["id"]
    flink = shop.until(instance, "running")["flink_job_id"]
    wait("a checkpoint", lambda: shop.cluster.latest_checkpoint(flink))
    with Checker(shop.cluster, [instance]):
        for service in ("flink-test-jobmanager", "flink-test-taskmanager", "zookeeper"):
            stack.kill(service)
        shutil.rmtree(stack.config.folder("zookeeper"))
        shutil.rmtree(stack.config.folder("flink", "test", "ha"))
        stack.restart("zookeeper")
        stack.restart("flink-test")
        found = wait("the second attempt", lambda: second_attempt(shop, instance), 240)
        found = shop.until(instance, "running")
        only_one(shop, instance, attempts=2)
    restored = shop.cluster.http.get(f"/jobs/{found['flink_job_id']}/checkpoints")["latest"]["restored"]
    assert f"/{flink}/chk-" in restored["external_path"]
    assert found["restarts"] == 1
    history = shop.get(f"instances/{instance}/history/?page_size=200")["results"]
    assert any(line["after"] == "lost" for line in history)
    assert any("started again from the state kept in" in line["message"] for line in history)
    shop.stop(instance)


def second_attempt(shop: Shop, instance: str) -> dict[str, Any] | None:
    """The instance once Penstock was restarted."""
    found = shop.instance(instance)
    assert found["observed"] != "failed", found
    return found if found["attempt"] == 2 else None
