"""Folders and jobs: names, places, deletion."""

from typing import Any

import pytest

from apps.core.errors import Conflict
from apps.jobs.lifecycle import job_deleting
from apps.jobs.models import Folder, Job, Version
from tests.api.factories import World


def url(world: World, noun: str) -> str:
    return f"/api/projects/{world.shop.project.pk}/{noun}/"


def test_the_tree_holds_folders_and_jobs(world: World) -> None:
    tree = world.shop.client.get(url(world, "tree")).json()
    assert [folder["name"] for folder in tree["folders"]] == ["Reports"]
    assert [(job["name"], job["folder"]) for job in tree["jobs"]] == [("Orders", str(world.shop.folder.pk))]


def test_a_new_job_is_empty_and_locked_by_its_maker(world: World) -> None:
    answer = world.shop.client.post(url(world, "jobs"), {"name": "New"})
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert made["draft"]["graph"]["nodes"] == []
    assert (made["lock"]["mine"], made["last_version"]) == (True, 0)


@pytest.mark.parametrize("name", ["", "   ", "two\nlines", "tab\there", "nul\x00", "zero​width", "x" * 101])
def test_names_that_nobody_could_read_are_refused(world: World, name: str) -> None:
    answer = world.shop.client.post(url(world, "jobs"), {"name": name})
    assert answer.status_code == 400
    assert "name" in answer.json()["error"]["fields"]


def test_quotes_in_a_name_are_fine(world: World) -> None:
    name = """it's "the" `job`; DROP TABLE jobs --"""
    assert world.shop.client.post(url(world, "jobs"), {"name": name}).json()["name"] == name


def test_two_jobs_of_one_name_are_refused_with_a_sentence(world: World) -> None:
    answer = world.shop.client.post(url(world, "jobs"), {"name": "Orders"})
    assert answer.status_code == 409
    assert answer.json()["error"]["message"] == "The project has a job of this name already."


def test_a_folder_of_another_project_does_not_exist(world: World) -> None:
    for room in (world.office, world.foreign):
        answer = world.shop.client.post(url(world, "jobs"), {"name": "New", "folder": str(room.folder.pk)})
        assert answer.json()["error"]["fields"] == {"folder": ["The project has no such folder."]}


def test_a_folder_cannot_be_moved_into_itself(world: World) -> None:
    inner = Folder.objects.create(project=world.shop.project, parent=world.shop.folder, name="Inner")
    answer = world.shop.client.patch(
        f"{url(world, 'folders')}{world.shop.folder.pk}/", {"parent": str(inner.pk)}
    )
    assert answer.status_code == 400
    assert "parent" in answer.json()["error"]["fields"]


def test_a_folder_with_something_in_it_stays(world: World) -> None:
    answer = world.shop.client.delete(f"{url(world, 'folders')}{world.shop.folder.pk}/")
    assert answer.status_code == 409
    assert "not empty" in answer.json()["error"]["message"]


def test_a_deleted_job_is_gone_but_its_versions_stay(world: World) -> None:
    job = f"/api/jobs/{world.shop.job.pk}/"
    assert world.shop.client.delete(job).status_code == 204
    assert world.shop.client.get(job).status_code == 404
    assert Version.objects.filter(job=world.shop.job).exists()
    assert world.shop.client.post(url(world, "jobs"), {"name": "Orders"}).status_code == 201


def test_an_app_above_may_forbid_the_deletion(world: World) -> None:
    def forbid(job: Job, **_: Any) -> None:
        raise Conflict(f"{job.name} runs: stop it first.")

    job_deleting.add_step(forbid)
    try:
        answer = world.shop.client.delete(f"/api/jobs/{world.shop.job.pk}/")
    finally:
        job_deleting.remove(forbid)
    assert answer.json()["error"]["message"] == "Orders runs: stop it first."
    assert Job.objects.get(pk=world.shop.job.pk).deleted_at is None


def test_a_graph_of_5_mb_is_refused_with_a_sentence(world: World) -> None:
    huge = {"nodes": [], "notes": [{"id": "t", "text": "x" * 5_000_000}]}
    answer = world.shop.client.post(url(world, "jobs"), {"name": "Huge", "graph": huge})
    assert answer.status_code == 413
    assert "MB" in answer.json()["error"]["message"]
    over = {"nodes": [], "notes": [{"id": str(n), "text": "x" * 20_000} for n in range(110)]}
    answer = world.shop.client.post(url(world, "jobs"), {"name": "Huge", "graph": over})
    assert answer.status_code == 413
    assert "2 MB" in answer.json()["error"]["message"]


def test_json_nested_without_end_is_refused(world: World) -> None:
    for depth in (200, 100_000):
        body = '{"name": "Deep", "graph": ' + "[" * depth + "]" * depth + "}"
        answer = world.shop.client.post(url(world, "jobs"), data=body, content_type="application/json")
        assert answer.status_code == 400
        assert "nested" in answer.json()["error"]["message"]
