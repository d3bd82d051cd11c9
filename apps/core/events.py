"""Announcements to open pages: after the commit, only ids, never data.

Redis carries them. When it is away an announcement is lost, not the change: pages read anew
whenever their socket comes back.
"""

from typing import Any
from uuid import UUID

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

log = structlog.get_logger(__name__)


def project_group(project: UUID | str) -> str:
    """The channel group of everybody who looks at a project."""
    return f"project.{project}"


def publish(kind: str, *, project: UUID | str, id: UUID | str, **ids: Any) -> None:
    """Announce, once the transaction is committed, that `id` of `project` changed (`job.changed` …)."""
    event: dict[str, Any] = {"type": kind, "project": str(project), "id": str(id)}
    event |= {
        name: value if isinstance(value, int) else str(value)
        for name, value in ids.items()
        if value is not None
    }
    transaction.on_commit(lambda: send(project, event), robust=True)


def send(project: UUID | str, event: dict[str, Any]) -> None:
    """Send `event` now to every page of `project`; for streams such as metrics, which no commit bears."""
    layer = get_channel_layer()
    if layer is None:
        return
    try:
        async_to_sync(layer.group_send)(project_group(project), {"type": "forward", "event": event})
    except Exception as error:  # noqa: BLE001 - whatever Redis or its client raises: the change itself is safe
        log.warning("event not announced", type=event["type"], error=type(error).__name__)
