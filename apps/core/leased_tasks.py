"""Tasks that one worker does at a time: a row with a lease, and its attempt as the fence.

The row comes first, then a message to the workers. The worker that claims the row renews its lease while it
works; one that was given up finds another attempt (or another state) and may write nothing. A sweep sends
lost messages again and gives the tasks of dead workers to others. Time is the database's own.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from apps.core.leases import heartbeat
from apps.core.models import LeasedTask
from apps.core.task_queue import enqueue

QUEUED, RUNNING = "queued", "running"
_BATCH = 200
Row = TypeVar("Row", bound=LeasedTask)


@dataclass(frozen=True)
class Failure:
    """How a row of the task says that it failed: its state, and the field that holds the sentence."""

    state: str
    field: str
    lost: str
    """When its workers were lost again and again."""
    unclaimed: str = ""
    """When no worker took it up."""


@dataclass(frozen=True)
class ConcurrencyLimit:
    """How many tasks run at a time at most; claims are serialized by an advisory lock of this number."""

    running: int
    lock: int


@dataclass(frozen=True)
class LeasedTasks(Generic[Row]):
    """The tasks of one model.

    Args:
        model: The rows.
        task: The name of the Celery task that gets a row's id.
        lease: A dead worker's task is taken up again after this at most.
        failure: See there.
        announce: Publishes that a row changed.
        sent_field: The time of the last message.
        claim_changes: What claiming a row writes besides its lease.
        end_changes: What finishing or failing a row writes besides.
        max_attempts: Workers that may be lost before the task fails.
        resend_after: After this a message is considered lost.
        unclaimed_after: After this no worker is expected to come; None: never.
        limit: See there; None: as many as there are workers.
    """

    model: type[Row]
    task: str
    lease: timedelta
    failure: Failure
    announce: Callable[[Row], None]
    sent_field: str = "updated_at"
    claim_changes: Mapping[str, Any] = field(default_factory=dict)
    end_changes: Mapping[str, Any] = field(default_factory=dict)
    max_attempts: int = 2
    resend_after: timedelta = timedelta(seconds=10)
    unclaimed_after: timedelta | None = None
    limit: ConcurrencyLimit | None = None

    @transaction.atomic
    def claim(self, id: UUID | str) -> int | None:
        """The attempt that is the caller's; None when there is nothing to do (any more), or not yet."""
        if self.limit is not None:
            # Two workers that count at once would both find room for one more.
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [self.limit.lock])
            if self.count_running() >= self.limit.running:
                return None
        claimed = self._rows().filter(pk=id, state=QUEUED)
        changes = {
            "state": RUNNING,
            "attempts": F("attempts") + 1,
            "lease_until": Now() + self.lease,
            "updated_at": Now(),
            **self.claim_changes,
        }
        if not claimed.update(**changes):
            return None
        # The row stays locked until the commit: the attempt read is the one just written.
        attempt: int = self._rows().values_list("attempts", flat=True).get(pk=id)
        return attempt

    def renew(self, id: UUID | str, attempt: int, **changes: Any) -> bool:
        """Extend the lease; False when it is no longer the caller's, or the task was cancelled."""
        return bool(self._mine(id, attempt).update(**changes, lease_until=Now() + self.lease))

    def keep_alive(
        self, id: UUID | str, attempt: int, seconds: float, on_lost: Callable[[], None] | None = None
    ) -> AbstractContextManager[None]:
        """Renew the lease every so many seconds as long as the context lasts.

        `on_lost` is called at each beat that finds the lease lost.
        """

        def beat() -> bool:
            if not self.renew(id, attempt) and on_lost is not None:
                on_lost()
            return True

        return heartbeat(beat, seconds)

    def lock(self, id: UUID | str, attempt: int) -> Row | None:
        """The row, locked until the transaction ends, if it is still the caller's."""
        return self._mine(id, attempt).select_for_update().first()

    def finish(self, id: UUID | str, attempt: int, **changes: Any) -> bool:
        """Write the result, if the row is still the caller's; in the transaction that writes the rest."""
        ended = {"lease_until": None, "updated_at": Now(), **self.end_changes, **changes}
        return bool(self._mine(id, attempt).update(**ended))

    def count_running(self) -> int:
        """How many tasks have a worker that is alive."""
        return self._rows().filter(state=RUNNING, lease_until__gt=Now()).count()

    def sweep(self) -> None:
        """Recover what nobody works on; to be called every few seconds."""
        for key in self._find_overdue():
            self._recover(key)

    def _rows(self) -> QuerySet[Row]:
        return self.model._default_manager.all()

    def _mine(self, id: UUID | str, attempt: int) -> QuerySet[Row]:
        return self._rows().filter(pk=id, state=RUNNING, attempts=attempt)

    def _unsent(self) -> Q:
        return Q(state=QUEUED, **{f"{self.sent_field}__lt": Now() - self.resend_after})

    @staticmethod
    def _lost() -> Q:
        return Q(state=RUNNING, lease_until__lt=Now())

    def _find_overdue(self) -> Iterator[UUID]:
        ids = self._rows().order_by("created_at").values_list("pk", flat=True)
        yield from ids.filter(self._lost())[:_BATCH]
        if self.limit is None:
            yield from ids.filter(self._unsent())[:_BATCH]
        # Further messages would only be refused by `claim`.
        elif self.count_running() < self.limit.running:
            yield from ids.filter(self._unsent())[: self.limit.running]

    @transaction.atomic
    def _recover(self, id: UUID) -> None:
        # The worker that has locked the row works on it.
        rows = self._rows().select_for_update(skip_locked=True, of=("self",))
        row = rows.filter(self._unsent() | self._lost(), pk=id).first()
        if row is None:
            return
        if row.state == RUNNING and row.attempts >= self.max_attempts:
            self._fail(row, self.failure.lost)
        elif self._is_unclaimed(id):
            self._fail(row, self.failure.unclaimed)
        else:
            requeued = {"state": QUEUED, "lease_until": None} if row.state == RUNNING else {}
            sent = {"updated_at": Now(), self.sent_field: Now()}
            self._rows().filter(pk=id).update(**sent, **requeued)
            if requeued:
                self.announce(row)
            enqueue(self.task, id)

    def _is_unclaimed(self, id: UUID) -> bool:
        if self.unclaimed_after is None:
            return False
        waiting = self._rows().filter(pk=id, state=QUEUED)
        return waiting.filter(created_at__lt=Now() - self.unclaimed_after).exists()

    def _fail(self, row: Row, why: str) -> None:
        failed = {"state": self.failure.state, self.failure.field: why, "lease_until": None}
        self._rows().filter(pk=row.pk).update(**failed, updated_at=Now(), **self.end_changes)
        self.announce(row)
