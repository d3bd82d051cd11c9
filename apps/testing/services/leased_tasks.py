"""Who may do a piece of work: one worker at a time, by a lease, and with the attempt as the fence.

A worker that was given up for dead finds another attempt (or another state) and may write nothing. Time is
the database's own.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce, Now

from apps.testing.models import Work

#: Kept up by the worker while it works; a dead worker's work is taken up again after this at most.
LEASE = timedelta(seconds=15)
#: Also how soon a worker notices that its work was called off.
HEARTBEAT = 1.0
QUEUED, RUNNING = "queued", "running"


@transaction.atomic
def take(model: type[Work], id: UUID | str) -> int | None:
    """Begin: the attempt that is mine, or None when there is nothing to do (any more)."""
    mine = model._default_manager.filter(pk=id, state=QUEUED).update(
        state=RUNNING,
        attempts=F("attempts") + 1,
        started_at=Now(),
        lease_until=Now() + LEASE,
        updated_at=Now(),
    )
    # The row stays locked until the commit: the attempt read is the one just written.
    return model._default_manager.values_list("attempts", flat=True).get(pk=id) if mine else None


def renew(model: type[Work], id: UUID | str, attempt: int) -> bool:
    """Keep it; False when it is no longer mine, or was called off."""
    mine = model._default_manager.filter(pk=id, state=RUNNING, attempts=attempt)
    return bool(mine.update(lease_until=Now() + LEASE))


def end(model: type[Work], id: UUID | str, attempt: int, **changes: Any) -> bool:
    """Write what came of it, if it is still mine; to be called in the transaction that writes the rest."""
    mine = model._default_manager.filter(pk=id, state=RUNNING, attempts=attempt)
    ended = Coalesce("ended_at", Now())
    return bool(mine.update(**changes, lease_until=None, ended_at=ended, updated_at=Now()))
