"""Who may act on an instance: one worker at a time, with a fencing epoch, by the database's clock.

A worker that loses its lease (stopped, swapped out, cut off) finds its epoch outdated: every write
of it is refused, and it renews its lease before each call to a cluster.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from apps.core.leases import heartbeat
from apps.instances.models import Instance

#: A dead worker's instance is taken over after this at most.
DURATION = timedelta(seconds=8)
#: Three beats within a lease: one slow write of the database doesn't lose it.
_HEARTBEAT = 2.5


class LeaseLost(Exception):
    """Another worker has this instance now: stop, and write nothing."""


@dataclass(frozen=True)
class Lease:
    """The right to act on one instance, as long as `epoch` is its newest."""

    instance: UUID
    epoch: int

    def renew(self) -> None:
        """Extend it. To be called right before every call that has an effect.

        Raises:
            LeaseLost: It has expired, or another worker has claimed the instance.
        """
        mine = Instance.objects.filter(id=self.instance, lease_epoch=self.epoch, lease_until__gt=Now())
        if not mine.update(lease_until=Now() + DURATION):
            raise LeaseLost(str(self.instance))

    def release(self) -> None:
        """Let others have it at once."""
        Instance.objects.filter(id=self.instance, lease_epoch=self.epoch).update(lease_until=None)

    @contextmanager
    def keep_alive(self) -> Iterator[None]:
        """Keep it alive during a call that may take longer than it lasts."""
        self.renew()
        with heartbeat(self._beat, _HEARTBEAT):
            yield

    def _beat(self) -> bool:
        try:
            self.renew()
        except LeaseLost:
            # The next fenced write of the worker finds out.
            return False
        return True


def lease_take(instance: UUID | str) -> Lease | None:
    """The lease of an instance, or None while another worker holds it."""
    free = Q(lease_until=None) | Q(lease_until__lt=Now())
    with transaction.atomic():
        # The row stays locked until the commit: the epoch read is the one just written.
        taken = Instance.objects.filter(free, id=instance).update(
            lease_epoch=F("lease_epoch") + 1, lease_until=Now() + DURATION
        )
        if not taken:
            return None
        epoch = Instance.objects.values_list("lease_epoch", flat=True).get(id=instance)
    return Lease(UUID(str(instance)), epoch)
