"""Redis is away: who asks the planner gets a sentence, a write is done all the same, all comes back."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from apps.core import events
from apps.jobs import planner_client
from apps.jobs.models import Job
from penstock.local.stack import Stack
from tests.api.factories import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST_SECONDS = 12


@pytest.fixture
def world(stack: Stack) -> World:
    return make_world()


@pytest.fixture
def away(stack: Stack) -> Iterator[None]:
    stack.kill("redis")
    yield
    stack.restart("redis")


def check(world: World) -> Any:
    return world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/check/", {})


@pytest.mark.usefixtures("away")
def test_a_question_gets_a_sentence_and_a_write_is_done(world: World) -> None:
    started = time.monotonic()
    answer = check(world)
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable"), answer.content
    assert "message queue" in answer.json()["error"]["message"]
    renamed = world.shop.client.patch(f"/api/jobs/{world.shop.job.pk}/", {"name": "Renamed meanwhile"})
    assert renamed.status_code == 200
    assert Job.objects.filter(name="Renamed meanwhile").exists()
    assert time.monotonic() - started < LONGEST_SECONDS


def test_afterwards_everything_works_again(
    world: World, stack: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.kill("redis")
    try:
        assert check(world).status_code == 503
    finally:
        stack.restart("redis")
    monkeypatch.setattr(planner_client, "SECONDS", 0.2)
    # No worker runs here, so the queue takes the question and nobody answers it.
    assert "did not answer" in check(world).json()["error"]["message"]
    assert async_to_sync(receive_event)(str(world.shop.project.pk)) == {"type": "metrics"}


async def receive_event(project: str) -> Any:
    """What a listener hears of an event sent now."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    await layer.group_add(events.project_group(project), channel)
    await layer.group_send(events.project_group(project), {"type": "forward", "event": {"type": "metrics"}})
    return (await layer.receive(channel))["event"]
