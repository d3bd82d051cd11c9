"""The WebSocket of a project: announcements out, nothing in."""

import asyncio
import contextlib
from typing import Any, cast
from uuid import UUID

import structlog
from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.contrib.auth import get_user

from apps.core.events import project_group
from apps.core.permissions import Actor
from apps.projects import selectors

log = structlog.get_logger(__name__)

# How long a page may listen after its right to is gone, at most: the check is one indexed query.
CHECK_SECONDS = 4.0
UNAUTHORISED, REVOKED, INTERRUPTED = 4401, 4403, 4503


class ProjectEvents(AsyncJsonWebsocketConsumer):
    """Forwards the events of one project to somebody who may enter it, for as long as they may.

    Close codes: 4401 not signed in or no such project, 4403 access withdrawn, 4503 events may have
    been missed (reconnect and fetch everything again).
    """

    project: UUID
    watch: "asyncio.Task[None] | None" = None
    echoed: bool = True

    async def connect(self) -> None:
        """Accept users who may enter the project; foreign and unknown projects are refused alike."""
        self.project = self.scope["url_route"]["kwargs"]["project"]
        await self.accept()
        if not await self.allowed():
            await self.close(UNAUTHORISED)
            return
        try:
            await asyncio.wait_for(
                self.channel_layer.group_add(project_group(self.project), self.channel_name), 5
            )
        except Exception as error:  # noqa: BLE001 - Redis is away: the page reconnects by itself
            log.warning("events unavailable", error=type(error).__name__)
            await self.close(INTERRUPTED)
            return
        self.watch = asyncio.create_task(self.keep_watch())
        await self.send_json({"type": "ready", "project": str(self.project)})

    async def disconnect(self, code: int) -> None:
        """Stop watching and leave the group."""
        if self.watch:
            self.watch.cancel()
        with contextlib.suppress(Exception):
            await asyncio.wait_for(
                self.channel_layer.group_discard(project_group(self.project), self.channel_name), 5
            )

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None, **kwargs: Any
    ) -> None:
        """Pages have nothing to say here: ignored, unparsed."""

    async def forward(self, message: dict[str, Any]) -> None:
        """Channel message: pass an event on; look at once when somebody's access was withdrawn."""
        event = message["event"]
        if event["type"] == "revoked":
            await self.leave_if_revoked()
        else:
            await self.send_json(event)

    async def echo(self, message: dict[str, Any]) -> None:
        """Channel message: our own knock came back, so Redis still carries events to us."""
        self.echoed = True

    async def keep_watch(self) -> None:
        """Every few seconds: is the access still there, and do events still reach us?"""
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            if await self.leave_if_revoked():
                return
            if not await self.reached():
                await self.close(INTERRUPTED)
                return

    async def reached(self) -> bool:
        """Whether the last knock came back; sends the next."""
        if not self.echoed:
            return False
        self.echoed = False
        try:
            await asyncio.wait_for(self.channel_layer.send(self.channel_name, {"type": "echo"}), 3)
        except Exception:  # noqa: BLE001 - any failure means: unavailable
            return False
        return True

    async def leave_if_revoked(self) -> bool:
        """Say so and close when the right to listen is gone."""
        if await self.allowed():
            return False
        await self.send_json({"type": "revoked", "project": str(self.project)})
        await self.close(REVOKED)
        return True

    @database_sync_to_async
    def allowed(self) -> bool:
        """Whether the session still belongs to a user who may enter; read from the database."""
        session = self.scope.get("session")
        if session is None or not session.session_key or not session.exists(session.session_key):
            return False
        request = type("Request", (), {"session": session})()
        user = get_user(request)
        return bool(user.is_authenticated) and selectors.may_enter(cast(Actor, user), self.project)
