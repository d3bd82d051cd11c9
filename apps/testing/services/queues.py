"""The tasks of the workers for unit tests: runs, and questions about their rows."""

from datetime import timedelta

from django.db.models.functions import Coalesce, Now

from apps.core.leased_tasks import Failure, LeasedTasks
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
_END = {"ended_at": Coalesce("ended_at", Now())}

RUNS = LeasedTasks(
    model=Run,
    task="testing.run",
    lease=_LEASE,
    failure=_FAILURE,
    announce=events.run_changed,
    sent_field="enqueued_at",
    claim_changes={"started_at": Now()},
    end_changes=_END,
    unclaimed_after=_UNCLAIMED_AFTER,
)
TRACES = LeasedTasks(
    model=Trace,
    task="testing.trace",
    lease=_LEASE,
    failure=_FAILURE,
    announce=events.trace_changed,
    sent_field="enqueued_at",
    claim_changes={"started_at": Now()},
    end_changes=_END,
    unclaimed_after=_UNCLAIMED_AFTER,
)


def sweep() -> None:
    """Every few seconds: send lost messages again, and give the tasks of dead workers to others."""
    RUNS.sweep()
    TRACES.sweep()
