"""Events for open pages: sent after the commit, with ids and revision numbers only, never data.

Redis carries them. While it is unavailable an event is lost, not the change: pages fetch everything again
when their socket reconnects.
"""

from functools import cache
from typing import Any
from uuid import UUID

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction

from apps.core.app_config import event_types

log = structlog.get_logger(__name__)


@cache
def _declared() -> frozenset[str]:
    return frozenset(event_types())


def project_group(project: UUID | str) -> str:
    """The channel group of everybody who looks at a project."""
    return f"project.{project}"


def publish(kind: str, *, project: UUID | str, id: UUID | str, **ids: Any) -> None:
    """Announce, once the transaction is committed, that `id` of `project` changed (`job.changed` …).

    Raises:
        ValueError: No app declares the event type.
    """
    if kind not in _declared():
        raise ValueError(f"No app declares the event type “{kind}” in its AppConfig.")
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
