"""The edit lock and the draft: who may save, and that nothing drawn is ever lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from apps.jobs.models import Draft, Job, SideDraft
from tests.api.factories import Room, World, client, graph, make_world
from tests.polling import wait


def saved(room: Room, asker: Any, revision: int, topic: str) -> Any:
    body = {"graph": graph(topic), "revision": revision}
    return asker.put(f"/api/jobs/{room.job.pk}/draft/", body)


def lock(room: Room, asker: Any, **body: Any) -> Any:
    return asker.post(f"/api/jobs/{room.job.pk}/lock/", body)


def test_saving_moves_the_revision(world: World) -> None:
    answer = saved(world.shop, world.shop.client, 1, "one")
    assert answer.status_code == 200, answer.content
    assert answer.json()["revision"] == 2
    detail = world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/").json()
    assert detail["draft"]["graph"]["nodes"][0]["params"]["topic"] == "one"
    assert detail["lock"]["mine"] is True


def test_a_stale_revision_is_refused_and_kept(world: World) -> None:
    saved(world.shop, world.shop.client, 1, "first")
    answer = saved(world.shop, world.shop.client, 1, "second")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "stale-draft"
    kept = world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/drafts/").json()["results"]
    assert kept[0]["reason"] == "stale"
    assert kept[0]["graph"]["nodes"][0]["params"]["topic"] == "second"
    assert Draft.objects.get(job=world.shop.job).graph["nodes"][0]["params"]["topic"] == "first"


def test_two_tabs_of_one_person_lose_nothing_to_each_other(world: World) -> None:
    saved(world.shop, world.shop.client, 1, "first")
    for topic in ("tab one", "tab two", "tab one"):
        assert saved(world.shop, world.shop.client, 1, topic).status_code == 409
    kept = world.shop.client.get(f"/api/jobs/{world.shop.job.pk}/drafts/").json()["results"]
    topics = [draft["graph"]["nodes"][0]["params"]["topic"] for draft in kept if draft["reason"] == "stale"]
    assert topics == ["tab one", "tab two"], "each content once, the latest first"


def test_the_same_save_again_is_no_conflict(world: World) -> None:
    """The answer was lost on the way; the page tries again."""
    first = saved(world.shop, world.shop.client, 1, "one").json()
    again = saved(world.shop, world.shop.client, 1, "one")
    assert (again.status_code, again.json()["revision"]) == (200, first["revision"])


def test_take_over_loses_nothing(world: World) -> None:
    dev = client(world.shop.member("developer"))
    refused = lock(world.shop, dev)
    assert refused.status_code == 409
    assert world.shop.admin.username in refused.json()["error"]["message"]
    taken = lock(world.shop, dev, force=True)
    assert taken.json()["lock"]["mine"] is True
    lost = saved(world.shop, world.shop.client, 1, "unsaved work")
    assert (lost.status_code, lost.json()["error"]["code"]) == (409, "lock-lost")
    kept = SideDraft.objects.filter(job=world.shop.job, user=world.shop.admin)[0]
    assert (kept.reason, kept.graph["nodes"][0]["params"]["topic"]) == ("lock", "unsaved work")
    assert saved(world.shop, dev, 1, "mine").status_code == 200


def test_the_lock_is_given_back_by_its_holder_only(world: World) -> None:
    dev = client(world.shop.member("developer"))
    url = f"/api/jobs/{world.shop.job.pk}/lock/"
    assert dev.delete(url).status_code == 409
    assert world.shop.client.delete(url).json()["lock"] is None
    assert dev.delete(url).status_code == 200
    assert saved(world.shop, dev, 1, "x").json()["error"]["code"] == "lock-lost"


def test_what_is_no_graph_is_named(world: World) -> None:
    body = {"graph": {"nodes": [{"id": "n1"}]}, "revision": 1}
    answer = world.shop.client.put(f"/api/jobs/{world.shop.job.pk}/draft/", body)
    assert answer.status_code == 400
    assert [p["field"] for p in answer.json()["error"]["problems"]]


@pytest.mark.django_db(transaction=True)
def test_who_waited_for_the_row_sees_who_took_the_lock_meanwhile(stack: object) -> None:
    world = make_world()
    Job.objects.update(locked_by=None, locked_at=None)
    first, second = (world.shop.member("developer", name=name) for name in ("first", "second"))

    def late() -> Any:
        try:
            return lock(world.shop, client(second)).json()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Job.objects.filter(pk=world.shop.job.pk).update(locked_by=first)
            answer = pool.submit(late)
            wait("the second waits for the row", somebody_waits_for_a_row, 20)
        assert first.username in answer.result(timeout=20)["error"]["message"]


def somebody_waits_for_a_row() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_of_many_takers_one_holds_the_lock(stack: object) -> None:
    world = make_world()
    Job.objects.update(locked_by=None, locked_at=None)
    askers = [client(world.shop.member("developer", name=f"dev{n}")) for n in range(6)]

    def take(asker: Any) -> int:
        try:
            return int(lock(world.shop, asker).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(take, askers))
    assert answers == [200, 409, 409, 409, 409, 409]


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_on_one_revision_one_is_the_draft_and_none_is_lost(stack: object) -> None:
    world = make_world()

    def save(number: int) -> int:
        try:
            return int(saved(world.shop, world.shop.client, 1, f"topic{number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        answers = sorted(pool.map(save, range(5)))
    assert answers == [200, 409, 409, 409, 409]
    assert Draft.objects.get(job=world.shop.job).revision == 2
    assert SideDraft.objects.filter(job=world.shop.job, reason="stale").count() == 4
