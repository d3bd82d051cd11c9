"""Runs: asked for, done once, cancelled, taken up again, given up; and what they leave."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import ProgrammingError
from django.db.models.functions import Now
from django.utils import timezone

from apps.environments.models import Environment
from apps.jobs.models import Draft, Version
from apps.packs import storage
from apps.packs.models import PackVersion
from apps.testing.models import CompiledContent, Run, Trace
from apps.testing.services import executor, queues, retention, snapshots
from penstock.planner.client import PlannerUnavailable
from penstock.testbench.model import TestResult
from tests.api.factories import client, graph
from tests.api.testing.conftest import Lab, changes, row


def test_a_run_of_a_case(lab: Lab) -> None:
    made = lab.case(expected=lab.expected("a", "b"))
    run = lab.run(made["id"])
    assert (run["state"], run["case_name"], run["fresh"], run["milliseconds"]) == ("passed", "Fed", True, 12)
    assert run["counts"] == {"outputs": {"shown": 2}, "late": 0, "mismatches": 0}
    assert run["definition"]["inputs"]["orders"]["version"] == 1
    (output,) = run["outputs"]
    assert (output["node"], output["kept"], output["changes"]) == ("n2", 2, changes("a", "b"))
    (test_run,) = lab.seen
    assert test_run.packs["orders"].read_bytes().startswith(b'{"order_id":"a"')
    assert test_run.schemas["orders"].event_time == "order_time"
    assert lab.get(f"cases/{made['id']}")["last_run"]["id"] == run["id"]


def test_a_mismatch_is_counted(lab: Lab) -> None:
    run = lab.run(lab.case(expected=lab.expected("a", "c"))["id"])
    assert (run["state"], run["counts"]["mismatches"]) == ("failed", 2)
    comparison = run["result"]["comparisons"]["shown"]
    assert (comparison["missing"], comparison["unexpected"]) == ([{"order_id": "c"}], [{"order_id": "b"}])


def test_a_job_with_errors_is_not_run(lab: Lab) -> None:
    made = lab.case()
    Draft.objects.filter(job=lab.room.job).update(graph=graph(datasource="nowhere"))
    answer = lab.room.client.post(f"/api/cases/{made['id']}/run/", {})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "has-errors")
    assert {problem["node"] for problem in error["problems"]} == {"n1"}
    assert not Run.objects.filter(case_name="Fed").exists()


@pytest.mark.parametrize(
    ("definition", "said", "node"),
    [
        ({"inputs": {}}, "Choose a data pack for orders", "n1"),
        ({"taps": ["nothing"]}, "no node 'nothing'", None),
        ({"taps": ["shown"]}, "is a sink", None),
        ({"expected": {"gone": {"rows": []}}}, "no node 'gone'", None),
    ],
)
def test_a_case_that_does_not_fit_is_not_run(lab: Lab, definition: Any, said: str, node: str | None) -> None:
    body = {"definition": {**lab.definition(), **definition}}
    answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/runs/", body)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "has-errors")
    assert said in error["message"]
    assert [problem["node"] for problem in error["problems"]] == [node]


def test_of_several_one_that_does_not_fit_holds_up_no_other(lab: Lab) -> None:
    lab.case()
    answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/cases/run/", {})
    found = {run["case_name"]: (run["state"], run["error"]) for run in answer.json()["runs"]}
    assert found["Fed"] == ("queued", "")
    assert found["One order"][0] == "error"
    assert "Choose a data pack for orders" in found["One order"][1]
    batch = answer.json()["batch"]
    listed = lab.get(f"jobs/{lab.room.job.pk}/runs")["results"]
    assert sum(run["batch"] == batch for run in listed) == 2
    of_batch = lab.room.client.get(f"/api/jobs/{lab.room.job.pk}/runs/?batch={batch}").json()
    assert of_batch["count"] == 2


def test_a_foreign_case_is_not_run_along(lab: Lab, world: Any) -> None:
    body = {"cases": [str(world.office.case.pk)]}
    answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/cases/run/", body)
    assert (answer.status_code, list(answer.json()["error"]["fields"])) == (400, ["cases"])


def test_a_message_delivered_twice_is_one_run(lab: Lab) -> None:
    id_ = lab.begin(lab.case()["id"])
    executor.run_execute(id_)
    executor.run_execute(id_)
    assert len(lab.seen) == 1
    assert Run.objects.get(pk=id_).attempts == 1


def test_of_two_workers_the_one_that_was_given_up_writes_nothing(lab: Lab) -> None:
    """The first stalls until its lease is over; the second does the run; the first comes back."""
    id_ = lab.begin(lab.case()["id"])

    def stalled() -> None:
        lab.during = lambda: None
        Run.objects.filter(pk=id_).update(lease_until=Now() - timedelta(seconds=1))
        queues.sweep()
        lab.rows = changes("second")
        executor.run_execute(id_)
        lab.rows = changes("first", "and", "too late")

    lab.during = stalled
    executor.run_execute(id_)
    run = lab.get(f"runs/{id_}")
    assert (run["state"], Run.objects.get(pk=id_).attempts, len(lab.seen)) == ("finished", 2, 2)
    assert [change["row"]["order_id"] for change in run["outputs"][0]["changes"]] == ["second"]


def test_a_cancelled_run_stays_cancelled(lab: Lab) -> None:
    id_ = lab.begin(lab.case()["id"])

    def cancelled() -> None:
        lab.room.client.post(f"/api/runs/{id_}/cancel/")

    lab.during = cancelled
    executor.run_execute(id_)
    run = lab.get(f"runs/{id_}")
    assert (run["state"], run["outputs"], run["result"]) == ("cancelled", [], None)
    other = lab.begin(lab.case("Other")["id"])
    assert lab.room.client.post(f"/api/runs/{other}/cancel/").json()["state"] == "cancelled"
    executor.run_execute(other)
    assert len(lab.seen) == 1
    done = lab.run(lab.case("Third")["id"])
    assert lab.room.client.post(f"/api/runs/{done['id']}/cancel/").json()["state"] == "finished"


def test_a_lost_message_is_sent_again(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr("apps.core.leased_tasks.enqueue", lambda task, key: sent.append(f"{task} {key}"))
    id_ = lab.begin(lab.case()["id"])
    queues.sweep()
    assert sent == [], "its message may still come"
    Run.objects.filter(pk=id_).update(enqueued_at=Now() - timedelta(seconds=11))
    queues.sweep()
    queues.sweep()
    assert sent == [f"testing.run {id_}"]


def test_a_run_that_kills_its_bench_is_given_up(lab: Lab) -> None:
    id_ = lab.begin(lab.case()["id"])
    for attempt in (1, 2):
        assert queues.RUNS.claim(id_) == attempt
        Run.objects.filter(pk=id_).update(lease_until=Now() - timedelta(seconds=1))
        queues.sweep()
    run = lab.get(f"runs/{id_}")
    assert (run["state"], run["error"]) == ("error", queues.LOST)
    assert run["ended_at"] is not None


def test_nobody_waits_for_ever(lab: Lab) -> None:
    id_ = lab.begin(lab.case()["id"])
    long_ago = timezone.now() - timedelta(minutes=16)
    Run.objects.filter(pk=id_).update(created_at=long_ago, enqueued_at=long_ago)
    trace = Trace.objects.create(
        run=lab.room.run, question={"source": "orders", "row": 0}, state="queued",
        created_by=lab.room.admin, enqueued_at=long_ago,
    )  # fmt: skip
    Trace.objects.filter(pk=trace.pk).update(created_at=long_ago)
    queues.sweep()
    assert lab.get(f"runs/{id_}")["error"] == queues.UNCLAIMED
    assert lab.get(f"traces/{trace.pk}")["state"] == "error"


def test_what_breaks_is_told_in_a_sentence(lab: Lab) -> None:
    def unavailable(_: Any) -> TestResult:
        raise PlannerUnavailable("The planner stopped twice on this request.")

    def broken(_: Any) -> TestResult:
        raise ZeroDivisionError

    made = lab.case()["id"]
    for answer, sentence in ((unavailable, "stopped twice"), (broken, executor.INTERNAL_ERROR)):
        lab.answer = answer
        run = lab.run(made)
        assert run["state"] == "error"
        assert sentence in run["error"]
    lab.answer = None
    storage.path_of(PackVersion.objects.get(pack=lab.pack).sha256).unlink()
    run = lab.run(made)
    assert (run["state"], "data pack for orders" in run["error"]) == ("error", True)
    Environment.objects.filter(project=lab.room.project).update(url="")
    assert lab.run(made)["state"] == "error"


def test_characters_that_the_database_cannot_hold(lab: Lab) -> None:
    lab.rows = changes("a\0b", "half \ud83d of one")
    run = lab.run(lab.case(expected=lab.expected("c"))["id"])
    assert run["state"] == "failed"
    assert [one["row"]["order_id"] for one in run["outputs"][0]["changes"]] == ["a\ufffdb", "half ? of one"]


@pytest.mark.parametrize(
    "change", [{"state": "passed"}, {"content": "f" * 64}, {"result": None}, {"definition": {}}]
)
def test_a_run_that_is_over_is_never_changed(lab: Lab, change: dict[str, Any]) -> None:
    with pytest.raises(ProgrammingError, match="Cannot update rows"):
        Run.objects.filter(pk=lab.room.run.pk).update(**change)


def test_pages_of_an_output(lab: Lab) -> None:
    lab.rows = changes(*(f"o{n}" for n in range(250)))
    run = lab.run(lab.case()["id"])
    assert len(run["outputs"][0]["changes"]) == 100
    at = f"/api/runs/{run['id']}/outputs/shown/"
    page = lab.room.client.get(f"{at}?offset=200&limit=100").json()
    assert [change["row"]["order_id"] for change in page["changes"]] == [f"o{n}" for n in range(200, 250)]
    assert lab.room.client.get(f"{at}?offset=250").json()["changes"] == []
    assert lab.room.client.get(f"{at}?limit=101").status_code == 400
    file = b"".join(lab.room.client.get(f"{at}download/").streaming_content)  # type: ignore[attr-defined]
    assert len(file.splitlines()) == 250
    assert lab.room.client.get(f"/api/runs/{run['id']}/outputs/hidden/").status_code == 404


def test_two_peoples_runs_of_one_content_stay_two(lab: Lab) -> None:
    made = lab.case()
    other = client(lab.room.member("developer", name="other"))
    mine, theirs = lab.begin(made["id"]), other.post(f"/api/cases/{made['id']}/run/", {}).json()["id"]
    lab.rows = changes("theirs")
    executor.run_execute(theirs)
    lab.rows = changes("mine")
    executor.run_execute(mine)
    for id_, who in ((mine, "mine"), (theirs, "theirs")):
        run = lab.get(f"runs/{id_}")
        assert [change["row"]["order_id"] for change in run["outputs"][0]["changes"]] == [who]
    assert lab.get(f"runs/{theirs}")["created_by"]["username"] == "other"
    assert CompiledContent.objects.filter(runs__case=made["id"]).distinct().count() == 1


def test_old_runs_go_and_what_makes_a_suite_green_stays(lab: Lab) -> None:
    made = lab.case(expected=lab.expected("a", "b"))
    green = lab.run(made["id"])
    content = row(green).compiled
    version = Version.objects.create(
        job=lab.room.job, number=2, graph=content.graph, script=content.script,
        created_by=lab.room.admin, content_hash="1" * 64,
    )  # fmt: skip
    snapshots.suite_create(version)
    lab.room.client.patch(f"/api/cases/{made['id']}/", {"revision": 1, "definition": lab.definition()})
    for _ in range(retention.KEPT + 3):
        lab.run(made["id"])
    open_ = lab.begin(made["id"])
    retention.prune()
    left = {str(key) for key in Run.objects.filter(case=made["id"]).values_list("pk", flat=True)}
    assert len(left) == retention.KEPT + 2
    assert left >= {green["id"], open_}
    assert not CompiledContent.objects.filter(runs=None).exists()
