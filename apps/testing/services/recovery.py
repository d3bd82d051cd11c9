"""Nothing waits for ever: lost messages are sent again, and the work of dead workers is done again."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from apps.core.task_queue import enqueue
from apps.testing import events
from apps.testing.models import Run, Trace, Work
from apps.testing.services.leased_tasks import QUEUED, RUNNING
from apps.testing.services.runs import RUN
from apps.testing.services.traces import TRACE

MOST_ATTEMPTS = 2
#: After this a message is taken for lost.
SILENCE = timedelta(seconds=10)
#: After this nobody is expected to come.
PATIENCE = timedelta(minutes=15)
_BATCH = 200
LOST = (
    "The bench stopped twice while it worked on this, so it was given up. Try again; if it happens again, the"
    " job may need more memory than a test has."
)
NOBODY = (
    "No bench took this up within 15 minutes. See to it that a worker for the queue “bench” runs, then try"
    " again."
)


def sweep() -> None:
    """Every few seconds: look at what is open."""
    for model, task in ((Run, RUN), (Trace, TRACE)):
        for one in _overdue(model):
            _see_to(model, one, task)


def _overdue(model: Any) -> list[Any]:
    late = Q(state=QUEUED, enqueued_at__lt=Now() - SILENCE) | Q(state=RUNNING, lease_until__lt=Now())
    return list(model.objects.filter(late).order_by("enqueued_at").values_list("pk", flat=True)[:_BATCH])


@transaction.atomic
def _see_to(model: Any, id: Any, task: str) -> None:
    late = Q(state=QUEUED, enqueued_at__lt=Now() - SILENCE) | Q(state=RUNNING, lease_until__lt=Now())
    # Whoever has the row in hand sees to it already.
    row = model.objects.select_for_update(skip_locked=True, of=("self",)).filter(late, pk=id).first()
    if row is None:
        return
    if row.state == RUNNING and row.attempts >= MOST_ATTEMPTS:
        _give_up(row, LOST)
    elif model.objects.filter(pk=id, state=QUEUED, created_at__lt=Now() - PATIENCE).exists():
        _give_up(row, NOBODY)
    else:
        again = {"state": QUEUED, "lease_until": None} if row.state == RUNNING else {}
        model.objects.filter(pk=id).update(enqueued_at=Now(), updated_at=Now(), **again)
        if again:
            announce(row)
        enqueue(task, id)


def _give_up(row: Work, why: str) -> None:
    type(row)._default_manager.filter(pk=row.pk).update(
        state="error", error=why, lease_until=None, ended_at=Now(), updated_at=Now()
    )
    announce(row)


def announce(row: Work) -> None:
    """Say that a run or a question changed."""
    if isinstance(row, Run):
        events.run_changed(row)
    elif isinstance(row, Trace):
        events.trace_changed(row)
