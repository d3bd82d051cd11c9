"""The tasks of the workers for unit tests: runs, and questions about their rows."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models.functions import Coalesce, Now

from apps.core.leased_tasks import Failure, LeasedTasks, Row
from apps.testing import events
from apps.testing.models import Run, Trace

#: Also how soon a worker notices that its run was cancelled.
HEARTBEAT_SECONDS = 1.0
LOST = (
    "Two workers stopped while they ran this, so it was given up. Try again; if it happens again, the job may"
    " need more memory than a test has."
)
UNCLAIMED = (
    "No worker took this up within 15 minutes. Check that a worker for the queue “bench” runs, then try"
    " again."
)
_LEASE = timedelta(seconds=15)
_UNCLAIMED_AFTER = timedelta(minutes=15)
_FAILURE = Failure(state="error", field="error", lost=LOST, unclaimed=UNCLAIMED)


def _build_queue(model: type[Row], task: str, announce: Callable[[Row], None]) -> LeasedTasks[Row]:
    return LeasedTasks(
        model=model,
        task=task,
        lease=_LEASE,
        failure=_FAILURE,
        announce=announce,
        sent_field="enqueued_at",
        claim_changes={"started_at": Now()},
        end_changes={"ended_at": Coalesce("ended_at", Now())},
        unclaimed_after=_UNCLAIMED_AFTER,
    )


RUNS = _build_queue(Run, "testing.run", events.run_changed)
TRACES = _build_queue(Trace, "testing.trace", events.trace_changed)


def sweep() -> None:
    """Every few seconds: send lost messages again, and give the tasks of dead workers to others."""
    RUNS.sweep()
    TRACES.sweep()
