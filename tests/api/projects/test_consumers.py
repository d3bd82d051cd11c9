"""The WebSocket of a project: who may listen, what they hear, and when it ends."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from asgiref.testing import ApplicationCommunicator

from apps.accounts.models import User
from apps.core import events
from apps.projects import consumers, services
from apps.projects.models import Membership, Project
from penstock.local.stack import Stack
from penstock.web.asgi import application
from tests.api.factories import World, client, make_world

pytestmark = pytest.mark.django_db(transaction=True)


class Socket(ApplicationCommunicator):
    """A page's end of the WebSocket."""

    async def opened(self) -> bool:
        """Knock; whether the server let us in."""
        await self.send_input({"type": "websocket.connect"})
        return bool((await self.receive_output(timeout=5))["type"] == "websocket.accept")

    async def receive_event(self) -> Any:
        """The next message."""
        return json.loads((await self.receive_output(timeout=5))["text"])

    async def closing(self) -> int:
        """The code with which the server closes, whatever it says before."""
        while (message := await self.receive_output(timeout=8))["type"] != "websocket.close":
            pass
        return int(message["code"])

    async def leave(self) -> None:
        """Close the page."""
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)


@pytest.fixture
async def room(stack: Stack) -> World:
    return await sync_to_async(make_world)()


async def knock(user: User | None, project: Project, origin: bytes = b"http://127.0.0.1") -> Socket:
    """A page that asks to listen."""
    headers = [(b"origin", origin)] if origin else []
    if user is not None:
        cookies = (await sync_to_async(client)(user)).cookies
        headers.append((b"cookie", f"sessionid={cookies['sessionid'].value}".encode()))
    path = f"/ws/projects/{project.pk}/"
    scope = {"type": "websocket", "path": path, "query_string": b"", "headers": headers, "subprotocols": []}
    return Socket(application, scope)


async def listen(user: User | None, project: Project) -> Socket:
    """A page that was let in, as far as the handshake goes."""
    socket = await knock(user, project)
    assert await socket.opened()
    return socket


async def test_a_member_hears_ids(room: World) -> None:
    socket = await listen(room.shop.admin, room.shop.project)
    assert (await socket.receive_event())["type"] == "ready"
    rename = sync_to_async(services.project_edit)
    await rename(actor=room.shop.admin, project=room.shop.project, name="Renamed")
    heard = await socket.receive_event()
    project = str(room.shop.project.pk)
    assert heard == {"type": "project.changed", "project": project, "id": project}
    await socket.leave()


async def test_nobody_hears_another_project(room: World) -> None:
    socket = await listen(room.shop.admin, room.shop.project)
    await socket.receive_event()
    await sync_to_async(events.send)(room.office.project.pk, {"type": "job.changed"})
    await sync_to_async(events.send)(room.shop.project.pk, {"type": "metrics"})
    assert await socket.receive_event() == {"type": "metrics"}
    await socket.leave()


async def test_strangers_and_the_unknown_are_refused_alike(room: World) -> None:
    for user, project in (
        (None, room.shop.project),
        (room.shop.admin, room.office.project),
        (room.shop.admin, room.foreign.project),
        (room.shop.admin, Project(name="unknown")),
    ):
        assert await (await listen(user, project)).closing() == consumers.UNAUTHORISED


@pytest.mark.parametrize("origin", [b"https://evil.example", b"", b"null"])
async def test_a_foreign_page_may_not_open_it(room: World, origin: bytes) -> None:
    assert not await (await knock(room.shop.admin, room.shop.project, origin)).opened()


async def test_a_removed_member_is_cut_off_at_once(room: World) -> None:
    viewer = await sync_to_async(room.shop.member)("viewer")
    socket = await listen(viewer, room.shop.project)
    member = await Membership.objects.select_related("project").aget(user=viewer)
    await sync_to_async(services.member_remove)(actor=room.shop.admin, member=member)
    started = asyncio.get_running_loop().time()
    assert await socket.closing() == consumers.REVOKED
    assert asyncio.get_running_loop().time() - started < 2


async def test_whoever_is_signed_out_elsewhere_is_cut_off_within_seconds(
    room: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No message tells of it: the watch finds out."""
    monkeypatch.setattr(consumers, "CHECK_SECONDS", 0.2)
    socket = await listen(room.shop.admin, room.shop.project)
    await User.objects.aupdate(is_active=False)
    assert await socket.closing() == consumers.REVOKED


async def test_a_page_that_events_do_not_reach_is_sent_to_read_anew(
    room: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "CHECK_SECONDS", 0.2)
    socket = await listen(room.shop.admin, room.shop.project)

    async def lost(*_: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr(consumers.ProjectEvents, "echo", lost)
    assert await socket.closing() == consumers.INTERRUPTED


async def test_what_a_page_says_is_ignored(room: World) -> None:
    socket = await listen(room.shop.admin, room.shop.project)
    await socket.receive_event()
    await socket.send_input({"type": "websocket.receive", "text": "{{{ not json"})
    await sync_to_async(events.send)(room.shop.project.pk, {"type": "metrics"})
    assert await socket.receive_event() == {"type": "metrics"}
    await socket.leave()
