"""Versions: checked before, numbered once, never changed; and the planner's absence."""

from collections.abc import Callable
from typing import Any

import pytest
from celery import current_app
from celery.contrib.testing.worker import start_worker
from django.db import ProgrammingError, connection, transaction

from apps.environments.models import Environment
from apps.jobs import planner_client
from apps.jobs.models import Draft, Version
from penstock.local.stack import Stack
from tests.api.factories import World, client, graph, make_world, store_script_of_version_1

Answer = Callable[[str, dict[str, Any]], dict[str, Any]]


def columns(script: dict[str, Any], names: tuple[str, ...] = ("order_id",)) -> dict[str, Any]:
    found = [{"name": name, "type": "STRING", "nullable": True} for name in names]
    return {"statements": [{"ok": True, "columns": found} for _ in script["statements"]]}


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planner that finds no fault; the real one is asked in the engine's layer."""
    monkeypatch.setattr(planner_client, "check_script", lambda _engine, script: columns(script))


def submit(world: World, comment: str = "") -> Any:
    return world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/versions/", {"comment": comment})


@pytest.mark.usefixtures("planned")
def test_submitting_makes_the_next_version(world: World) -> None:
    answer = submit(world, "first")
    assert answer.status_code == 201, answer.content
    assert (answer.json()["number"], answer.json()["comment"]) == (2, "first")
    listed = world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/versions/").json()["results"]
    assert [version["number"] for version in listed] == [2, 1]
    sql = world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/sql/?version=2").json()["sql"]
    assert "INSERT INTO `shown`" in sql


@pytest.mark.usefixtures("planned")
def test_the_same_content_twice_is_one_version(world: World) -> None:
    first, second = submit(world), submit(world, "again")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]


@pytest.mark.usefixtures("planned")
def test_the_same_content_in_an_earlier_format_is_no_new_version(world: World) -> None:
    first = submit(world).json()
    store_script_of_version_1(world.shop.job, first["number"])
    again = submit(world)
    assert (again.status_code, again.json()["id"]) == (200, first["id"])
    drawn = graph(datasource=world.shop.datasource.name)
    drawn["nodes"][1]["name"] = "printed"
    Draft.objects.filter(job=world.shop.job).update(graph=drawn)
    changed = submit(world)
    assert (changed.status_code, changed.json()["number"]) == (201, first["number"] + 1)


def test_errors_forbid_to_submit_and_name_their_place(world: World) -> None:
    Draft.objects.filter(job=world.shop.job).update(graph=graph(datasource="nowhere"))
    answer = submit(world)
    assert answer.status_code == 400
    found = [(p["node"], p["field"]) for p in answer.json()["error"]["problems"]]
    assert ("n1", "datasource") in found
    assert Version.objects.filter(job=world.shop.job).count() == 1


def test_another_projects_data_source_is_unknown_to_the_check(world: World) -> None:
    for room in (world.office, world.foreign):
        body = {"graph": graph(datasource=room.datasource.name)}
        report = world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/check/", body)
        if report.status_code == 200:
            codes = [p["code"] for p in report.json()["problems"]]
            assert "unknown-datasource" in codes


@pytest.mark.usefixtures("planned")
def test_only_the_holder_of_the_lock_submits(world: World) -> None:
    dev = client(world.shop.member("developer"))
    answer = dev.post(f"/api/jobs/{world.shop.job.pk}/versions/", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "lock-lost")


def test_a_draft_that_changes_during_the_check_is_not_submitted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(_engine: str, script: dict[str, Any]) -> dict[str, Any]:
        Draft.objects.filter(job=world.shop.job).update(revision=9)
        return columns(script)

    monkeypatch.setattr(planner_client, "check_script", meanwhile)
    assert submit(world).json()["error"]["code"] == "stale-draft"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE jobs_version SET graph = '{}'",
        "UPDATE jobs_version SET number = 77",
        "UPDATE jobs_version SET comment = 'other'",
        "DELETE FROM jobs_version",
    ],
)
def test_the_database_itself_keeps_versions(world: World, statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_bundle_is_noted_once(world: World) -> None:
    versions = Version.objects.filter(pk=world.shop.version.pk)
    versions.update(bundle_sha256="a" * 64)
    with pytest.raises(ProgrammingError), transaction.atomic():
        versions.update(bundle_sha256="b" * 64)


def test_restoring_keeps_the_draft_beside(world: World) -> None:
    Draft.objects.filter(job=world.shop.job).update(graph=graph("drawn since"), revision=5)
    answer = world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/versions/1/restore/")
    assert (answer.status_code, answer.json()["revision"]) == (200, 6)
    kept = world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/drafts/").json()["results"]
    assert kept[0]["reason"] == "restored"
    assert kept[0]["graph"]["nodes"][0]["params"]["topic"] == "drawn since"


def test_the_difference_of_a_version_and_the_draft(world: World) -> None:
    Draft.objects.filter(job=world.shop.job).update(graph=graph("other", world.shop.datasource.name))
    answer = world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/diff/?from=1&to=draft")
    assert answer.status_code == 200, answer.content
    (changed,) = answer.json()["diff"]["nodes"]["changed"]
    assert (changed["id"], changed["changes"][0]["field"]) == ("n1", "params.topic")
    for wrong in ("", "?from=1", "?from=0&to=1", "?from=1&to=99999999999", "?from=a&to=b"):
        assert world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/diff/{wrong}").status_code == 400


def test_a_silent_planner_is_a_sentence(world: World, stack: Stack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planner_client, "SECONDS", 0.3)
    answer = world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/check/", {})
    assert answer.status_code == 503
    assert answer.json()["error"]["message"].startswith("The planner did not answer within 0.3 s")
    assert answer.headers["Retry-After"]


@pytest.mark.django_db(transaction=True)
def test_answers_come_back_through_the_queue(stack: Stack) -> None:
    """Celery, broker and results for real; an engine that isn't there is a sentence, not a stack trace."""
    world = make_world()
    Environment.objects.update(engine="9.9")
    with start_worker(current_app, perform_ping_check=False, queues=["planner"], pool="solo"):
        answer = world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/check/", {})
    assert answer.status_code == 503
    assert "9.9" in answer.json()["error"]["message"]
