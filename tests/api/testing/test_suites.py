"""The suite of a version: what it is, that it stays so, and when it is green."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from apps.jobs import planner_client
from apps.jobs.models import Draft, Version
from apps.testing.compiled_job import compile_valid_part
from apps.testing.models import CompiledContent, Run, Suite, VersionCase, VersionCasePack
from apps.testing.selectors.suites import suite_state
from apps.testing.services import executor
from penstock.hashing import digest
from tests.api.factories import store_script_of_version_1, write_as_version_1
from tests.api.testing.conftest import Lab, changes

Spoil = Callable[[Lab], Any]


@pytest.fixture(autouse=True)
def _planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planner that finds no fault."""
    sound = {"ok": True, "columns": [{"name": "order_id", "type": "STRING", "nullable": True}]}
    monkeypatch.setattr(
        planner_client,
        "check_script",
        lambda _engine, script: {"statements": [sound for _ in script["statements"]]},
    )


def submit(lab: Lab) -> int:
    """The number of the version that the draft gives now."""
    answer = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/versions/", {})
    assert answer.status_code in {200, 201}, answer.content
    return int(answer.json()["number"])


@pytest.fixture
def only(lab: Lab) -> dict[str, Any]:
    """The job's only case; it passes as long as the run gives a and b."""
    lab.room.case.delete()
    return lab.case(expected=lab.expected("a", "b"))


def test_a_version_without_cases_is_empty(lab: Lab) -> None:
    lab.room.case.delete()
    assert lab.suite(submit(lab))["state"] == "empty"
    assert lab.suite(1)["state"] == "empty"


def test_green_by_a_run_of_the_draft_or_of_the_version(lab: Lab, only: dict[str, Any]) -> None:
    number = submit(lab)
    found = lab.suite(number)
    assert (found["state"], [case["state"] for case in found["cases"]]) == ("unrun", ["unrun"])
    run = lab.run(only["id"])
    found = lab.suite(number)
    assert (found["state"], found["cases"][0]["run"]) == ("green", run["id"])
    body = {"version": number}
    runs = lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/cases/run/", body).json()["runs"]
    assert [(one["case"], one["version"]) for one in runs] == [(only["id"], number)]
    executor.run_execute(runs[0]["id"])
    assert lab.suite(number)["cases"][0]["run"] == runs[0]["id"]


def test_a_later_failure_of_the_same_content_makes_it_red(lab: Lab, only: dict[str, Any]) -> None:
    number = submit(lab)
    lab.run(only["id"])
    lab.rows = changes("a", "c")
    lab.run(only["id"])
    assert lab.suite(number)["state"] == "red"
    lab.rows = changes("a", "b")
    lab.run(only["id"])
    assert lab.suite(number)["state"] == "green"


def test_a_run_that_broke_takes_nothing_away(lab: Lab, only: dict[str, Any]) -> None:
    number = submit(lab)
    lab.run(only["id"])
    id_ = lab.begin(only["id"])
    lab.room.client.post(f"/api/runs/{id_}/cancel/")

    def broken(_: Any) -> Any:
        raise ZeroDivisionError

    lab.answer = broken
    assert lab.run(only["id"])["state"] == "error"
    assert lab.suite(number)["state"] == "green"


def test_who_expects_nothing_is_never_green(lab: Lab) -> None:
    lab.room.case.delete()
    case = lab.case()
    number = submit(lab)
    assert lab.run(case["id"])["state"] == "finished"
    assert lab.suite(number)["state"] == "red"


def change_script(lab: Lab) -> None:
    draft = Draft.objects.get(job=lab.room.job)
    draft.graph["settings"]["checkpoint_interval_ms"] = 77_000
    draft.save()


def change_case(lab: Lab) -> None:
    case = lab.get(f"jobs/{lab.room.job.pk}/cases")["results"][0]
    expected = {"shown": {"rows": [{"order_id": "a"}, {"order_id": "b"}], "mode": "ordered"}}
    definition = {**case["definition"], "expected": expected}
    body = {"revision": case["revision"], "definition": definition}
    assert lab.room.client.patch(f"/api/cases/{case['id']}/", body).status_code == 200


@pytest.mark.parametrize("spoil", [change_script, change_case, Lab.repack], ids=["script", "case", "pack"])
def test_another_content_is_not_green(lab: Lab, only: dict[str, Any], spoil: Spoil) -> None:
    """The old version stays green, since nothing of it changed; the new one has to be run."""
    first = submit(lab)
    run = lab.run(only["id"])
    assert run["fresh"] is True
    before = lab.suite(first)
    spoil(lab)
    assert lab.get(f"runs/{run['id']}")["fresh"] is False
    second = submit(lab)
    assert second == first + 1
    assert lab.suite(first) == before
    assert before["state"] == "green"
    after = lab.suite(second)
    assert (after["state"], after["content_hash"] == before["content_hash"]) == ("unrun", False)
    lab.run(only["id"])
    assert lab.suite(second)["state"] == "green"


def test_the_same_job_with_the_same_cases_is_the_same_version(lab: Lab, only: dict[str, Any]) -> None:
    first = submit(lab)
    assert submit(lab) == first
    lab.room.client.delete(f"/api/cases/{only['id']}/")
    assert submit(lab) == first + 1


def test_a_case_that_was_renamed_is_still_the_same_test(lab: Lab, only: dict[str, Any]) -> None:
    number = submit(lab)
    lab.run(only["id"])
    lab.room.client.patch(f"/api/cases/{only['id']}/", {"revision": 1, "name": "Renamed"})
    assert lab.suite(number)["cases"][0]["name"] == "Fed"
    assert lab.suite(number)["state"] == "green"


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Suite, {"feeds": {"x": 1}}),
        (VersionCase, {"definition": {"x": 1}}),
        (VersionCasePack, {"source": "other"}),
    ],
)
def test_the_database_keeps_suites_as_they_are(
    lab: Lab, only: dict[str, Any], model: Any, change: dict[str, Any]
) -> None:
    submit(lab)
    rows = model.objects.filter(pk=model.objects.order_by("-created_at").first().pk)
    for act in (lambda: rows.update(**change), lambda: rows._raw_delete("default")):
        with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic():
            act()


def test_the_suite_is_fed_as_the_version_was(lab: Lab, only: dict[str, Any]) -> None:
    """Somebody changes the table after the submit: the version's own sources stay as they were."""
    number = submit(lab)
    lab.room.client.patch(
        f"/api/projects/{lab.room.project.pk}/tables/{lab.room.table.pk}/",
        {"columns": [{"name": "order_id", "type": "STRING"}], "event_time": ""},
    )
    runs = lab.room.client.post(f"/api/cases/{only['id']}/run/", {"version": number}).json()
    executor.run_execute(runs["id"])
    assert [column.name for column in lab.seen[-1].schemas["orders"].columns] == ["order_id", "order_time"]
    assert suite_state(Version.objects.get(job=lab.room.job, number=number)).state == "green"


def test_a_script_of_an_earlier_format_keeps_its_suite(lab: Lab, only: dict[str, Any]) -> None:
    """Its verdict refers to the stored document; runs on the version and on an unchanged draft decide it."""
    number = submit(lab)
    store_script_of_version_1(lab.room.job, number)
    assert submit(lab) == number
    change_script(lab)
    assert submit(lab) == number + 1
    assert lab.room.client.post(f"/api/jobs/{lab.room.job.pk}/versions/{number}/restore/").status_code == 200
    run = lab.run(only["id"])
    assert (lab.suite(number)["cases"][0]["run"], run["fresh"]) == (run["id"], True)
    begun = lab.room.client.post(f"/api/cases/{only['id']}/run/", {"version": number}).json()
    executor.run_execute(begun["id"])
    found = lab.suite(number)
    assert (found["state"], found["cases"][0]["run"]) == ("green", begun["id"])
    stored, version = (
        Run.objects.get(pk=begun["id"]).compiled,
        Version.objects.get(job=lab.room.job, number=number),
    )
    assert stored.script == version.script
    assert stored.script_digest == digest(version.script)
    assert {s.name: s.changelog for s in lab.seen[-1].script.statements if s.kind == "table"} == {
        "orders": "append",
        "shown": "all",
    }


def test_a_run_of_a_draft_stays_fresh_when_the_format_changes(lab: Lab) -> None:
    """It was never submitted: only the run has its script."""
    now = compile_valid_part(lab.room.admin, lab.room.job)
    then = write_as_version_1(now.document)
    CompiledContent.objects.create(
        job=lab.room.job, digest="1" * 64, script_digest=digest(then), graph={}, script=then, feeds={}
    )
    assert digest(then) != now.script_digest
    assert compile_valid_part(lab.room.admin, lab.room.job).script_digest == digest(then)


# --- accepting what came, and asking about it


def accept(lab: Lab, run: str, **body: Any) -> Any:
    return lab.room.client.post(f"/api/runs/{run}/accept/", body)


def test_accepted_output_is_what_is_expected(lab: Lab) -> None:
    case = lab.case()
    answer = accept(lab, lab.run(case["id"])["id"])
    assert answer.status_code == 200, answer.content
    expected = answer.json()["definition"]["expected"]["shown"]
    assert (expected["mode"], expected["rows"]) == ("multiset", [{"order_id": "a"}, {"order_id": "b"}])
    assert answer.json()["revision"] == 2
    assert lab.run(case["id"])["state"] == "passed"


def test_accepting_keeps_how_the_output_is_compared(lab: Lab) -> None:
    expected = {"shown": {"rows": [], "mode": "ordered", "ignore": ["order_time"]}}
    run = lab.run(lab.case(expected=expected)["id"])
    assert run["state"] == "failed"
    found = accept(lab, run["id"], outputs=["shown"]).json()["definition"]["expected"]["shown"]
    assert (found["mode"], found["ignore"], len(found["rows"])) == ("ordered", ["order_time"], 2)
    run = lab.run(run["case"])
    found = accept(lab, run["id"], mode={"shown": "table"}).json()["definition"]["expected"]["shown"]
    assert found["mode"] == "table"


def test_changes_are_expected_as_the_table_that_they_leave(lab: Lab) -> None:
    lab.rows = [*changes("a", "b"), {"kind": "-D", "row": {"order_id": "a"}, "line": 2, "from": None}]
    found = accept(lab, lab.run(lab.case()["id"])["id"]).json()["definition"]["expected"]["shown"]
    assert (found["mode"], found["rows"]) == ("table", [{"order_id": "b"}])


@pytest.mark.parametrize("spoil", [Lab.repack, change_case], ids=["pack", "case"])
def test_the_output_of_another_case_is_not_accepted(lab: Lab, only: dict[str, Any], spoil: Spoil) -> None:
    run = lab.run(only["id"])
    spoil(lab)
    answer = accept(lab, run["id"])
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "stale-case")


def test_what_cannot_be_accepted(lab: Lab) -> None:
    case = lab.case()
    waiting = lab.begin(case["id"])
    assert accept(lab, waiting).json()["error"]["code"] == "not-finished"
    run = lab.run(case["id"])["id"]
    assert accept(lab, run, outputs=["hidden"]).status_code == 400
    unsaved = lab.room.client.post(
        f"/api/jobs/{lab.room.job.pk}/runs/", {"definition": lab.definition()}
    ).json()
    executor.run_execute(unsaved["id"])
    assert accept(lab, unsaved["id"]).json()["error"]["code"] == "no-case"
    lab.rows = changes(*(str(n) for n in range(10_001)))
    assert "10000" in accept(lab, lab.run(case["id"])["id"]).json()["error"]["message"]


def test_a_question_is_answered_once(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    answer = {
        "rows": [{"source": "orders", "row": 0, "values": {}}],
        "minimal": True,
        "runs": 3,
        "sentence": "By row 1.",
    }

    def why(_bench: Any, _trial: Any, _cluster: str, *what: Any) -> dict[str, Any]:
        asked.append(what)
        return answer

    monkeypatch.setattr(executor.runner, "explain_output_row", why)
    run = lab.run(lab.case()["id"])["id"]
    at = f"/api/runs/{run}/traces/"
    first = lab.room.client.post(at, {"output": "shown", "row": 1}).json()
    again = lab.room.client.post(at, {"output": "shown", "row": 1}).json()
    assert (first["state"], first["id"]) == ("queued", again["id"])
    executor.trace_execute(first["id"])
    executor.trace_execute(first["id"])
    found = lab.get(f"traces/{first['id']}")
    assert (found["state"], found["answer"], asked) == ("done", answer, [("shown", 1)])
    for body in ({"row": 0}, {"output": "shown", "source": "orders", "row": 0}, {"output": "shown", "row": 2},
                 {"source": "orders", "row": 1}, {"output": "hidden", "row": 0}):  # fmt: skip
        assert lab.room.client.post(at, body).status_code == 400, body


def test_coverage_of_the_suite(lab: Lab, only: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    branch = {"node": "n1", "kind": "where", "text": "a > 1", "line": 1, "column": 7}
    measured = [
        {"nodes": {"n1": 3}, "branches": [{**branch, "outcomes": {"true": 3, "false": 0}}], "notes": []},
        {"nodes": {"n1": 2}, "branches": [{**branch, "outcomes": {"true": 0, "false": 2}}], "notes": ["So."]},
    ]
    monkeypatch.setattr(executor.runner, "measure_coverage", lambda *_: measured.pop(0))
    at = f"jobs/{lab.room.job.pk}/coverage"
    assert lab.get(at)["cases"] == 0
    other = lab.case("Other")
    assert lab.run(only["id"], coverage=True)["coverage"]["nodes"] == {"n1": 3}
    assert (lab.get(at)["covered"], lab.get(at)["total"]) == (1, 2)
    assert lab.run(other["id"], coverage=True)["result"]["notes"] == ["So."]
    lab.run(only["id"])
    found = lab.get(at)
    assert (found["cases"], found["fresh"], found["covered"], found["total"]) == (2, True, 2, 2)
    assert found["nodes"]["n1"] == {"name": "orders", "rows": 5}
    change_script(lab)
    assert lab.get(at)["fresh"] is False
    assert compile_valid_part(lab.room.admin, lab.room.job).ok
    assert Run.objects.filter(coverage__isnull=False).count() == 2
