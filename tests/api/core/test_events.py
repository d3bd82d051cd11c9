"""Announcements: after the commit only, for every write, with ids and nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from apps.core import events
from tests.api.factories import Room, World

Write = Callable[[Room], Any]


def at(room: Room, *rest: object) -> str:
    return "/".join([f"/api/projects/{room.project.pk}", *map(str, rest), ""])


WRITES: dict[str, tuple[Write, set[str]]] = {
    "project edited": (lambda r: r.client.patch(at(r), {"name": "X"}), {"project.changed"}),
    "member added": (
        lambda r: r.client.post(at(r, "members"), {"username": "admin@Office", "roles": ["viewer"]}),
        {"project.changed"},
    ),
    "datasource edited": (
        lambda r: r.client.patch(at(r, "datasources", r.datasource.pk), {"description": "X"}),
        {"datasource.changed"},
    ),
    "table edited": (
        lambda r: r.client.patch(at(r, "tables", r.table.pk), {"description": "X"}),
        {"table.changed"},
    ),
    "table deleted": (lambda r: r.client.delete(at(r, "tables", r.table.pk)), {"table.changed"}),
    "pack added": (
        lambda r: r.client.post(
            at(r, "packs"), {"name": "X", "columns": [{"name": "a", "type": "INT"}], "rows": []}
        ),
        {"pack.changed"},
    ),
    "pack renamed": (
        lambda r: r.client.patch(f"/api/packs/{r.pack.pk}/", {"name": "X"}),
        {"pack.changed"},
    ),
    "pack given rows": (
        lambda r: r.client.post(f"/api/packs/{r.pack.pk}/versions/", {"rows": []}),
        {"pack.changed"},
    ),
    "pack deleted": (lambda r: r.client.delete(f"/api/packs/{r.pack.pk}/"), {"pack.changed"}),
    "recording asked for": (
        lambda r: r.client.post(
            at(r, "recordings"),
            {"name": "X", "datasource": str(r.datasource.pk), "topic": "t", "rows": 1, "seconds": 1},
        ),
        {"recording.changed"},
    ),
    "case added": (
        lambda r: r.client.post(f"/api/jobs/{r.job.pk}/cases/", {"name": "X", "definition": {}}),
        {"case.changed"},
    ),
    "case changed": (
        lambda r: r.client.patch(f"/api/cases/{r.case.pk}/", {"revision": 1, "name": "X"}),
        {"case.changed"},
    ),
    "case deleted": (lambda r: r.client.delete(f"/api/cases/{r.case.pk}/"), {"case.changed"}),
    "output accepted": (lambda r: r.client.post(f"/api/runs/{r.run.pk}/accept/", {}), {"case.changed"}),
    "cases run": (lambda r: r.client.post(f"/api/jobs/{r.job.pk}/cases/run/", {}), {"run.changed"}),
    "question asked": (
        lambda r: r.client.post(f"/api/runs/{r.run.pk}/traces/", {"source": "orders", "row": 0}),
        {"trace.changed"},
    ),
    "folder added": (lambda r: r.client.post(at(r, "folders"), {"name": "X"}), {"tree.changed"}),
    "job added": (lambda r: r.client.post(at(r, "jobs"), {"name": "X"}), {"tree.changed"}),
    "job renamed": (
        lambda r: r.client.patch(f"/api/jobs/{r.job.pk}/", {"name": "X"}),
        {"tree.changed", "job.changed"},
    ),
    "job deleted": (lambda r: r.client.delete(f"/api/jobs/{r.job.pk}/"), {"tree.changed", "job.changed"}),
    "draft saved": (
        lambda r: r.client.put(f"/api/jobs/{r.job.pk}/draft/", {"graph": {"nodes": []}, "revision": 1}),
        {"draft.saved"},
    ),
    "lock released": (lambda r: r.client.delete(f"/api/jobs/{r.job.pk}/lock/"), {"lock.changed"}),
    "version restored": (
        lambda r: r.client.post(f"/api/jobs/{r.job.pk}/versions/1/restore/"),
        {"job.changed"},
    ),
}


@pytest.fixture
def sent_events(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, Any]]]:
    """What would go to Redis."""
    found: list[tuple[str, dict[str, Any]]] = []
    monkeypatch.setattr(events, "send", lambda project, event: found.append((str(project), event)))
    return found


@pytest.mark.parametrize("name", WRITES)
def test_every_write_is_announced_with_ids_only(
    name: str,
    world: World,
    sent_events: list[tuple[str, dict[str, Any]]],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    write, kinds = WRITES[name]
    with django_capture_on_commit_callbacks(execute=True):
        answer = write(world.shop)
        assert answer.status_code < 300, answer.content
        assert sent_events == []
    assert {event["type"] for _, event in sent_events} == kinds
    for project, event in sent_events:
        assert project == event["project"] == str(world.shop.project.pk)
        assert set(event) <= {"type", "project", "id", "job", "case", "number", "revision"}


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_is_not_announced(sent_events: list[tuple[str, dict[str, Any]]]) -> None:
    with transaction.atomic():
        events.publish("job.changed", project="p", id="j")
        transaction.set_rollback(True)
    assert sent_events == []
    with transaction.atomic():
        events.publish("job.changed", project="p", id="j", job="j", number=3)
    assert sent_events == [("p", {"type": "job.changed", "project": "p", "id": "j", "job": "j", "number": 3})]


def test_an_event_that_no_app_declares_is_an_error_of_the_program() -> None:
    with pytest.raises(ValueError, match=r"job\.chnaged"):
        events.publish("job.chnaged", project="p", id="j")
