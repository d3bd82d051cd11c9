"""How stops and savepoints end: the last entries in operation, instance and savepoint."""

import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from apps.environments.targets import open_target
from apps.instances.leases import Lease
from apps.instances.models import Desired, Instance, Operation
from apps.instances.redaction import redact_secrets
from apps.instances.services import lost_jobs, observed_state
from apps.instances.services.operation_factory import keep_retained_checkpoint
from apps.instances.services.state_writer import instance_change, operation_change, savepoint_close
from penstock.flink.http import FlinkError, HttpRejected
from penstock.flink.states import JobStatus, Observed
from penstock.targets.base import Target

State = Operation.State
#: How long a savepoint is retried while the job's tasks aren't all running.
SAVEPOINT_TIMEOUT = timedelta(seconds=60)
#: Seconds during which a worker follows a savepoint or a stop.
FOLLOW_SECONDS = 10.0


def advance_with(operation: Operation, lease: Lease, act: Callable[[Target, JobStatus | None], bool]) -> bool:
    """Call `act` with the target and the job as it is there; record why it failed when the call fails.

    Returns:
        Whether there may be more to do at once.
    """
    instance = operation.instance
    target = open_target(instance.environment)
    try:
        return act(target, target.jobs().get(operation.flink_job_id))
    except HttpRejected as error:
        return end_failed(operation, lease, redact_secrets(instance, str(error)))
    except FlinkError as error:
        # Before SENT only reads have failed, which change nothing on the cluster.
        lost = operation.state == State.SENT and error.may_have_happened
        state = State.UNKNOWN if lost else operation.state
        if (state, str(error)) != (operation.state, operation.message):
            operation_change(operation, state, lease=lease, message=str(error))
        observed_state.cluster_away(instance, error, lease)
        return False


def wait_until_ended(operation: Operation, lease: Lease, target: Target) -> bool:
    """Follow a job that is being ended; True once it has ended and that is recorded."""
    end = time.monotonic() + FOLLOW_SECONDS
    while time.monotonic() < end:
        lease.renew()
        job = target.jobs().get(operation.flink_job_id)
        if job is None or job.terminal:
            return end_stopped(operation, lease, job)
        time.sleep(0.1)
    return False


@transaction.atomic
def end_stopped(operation: Operation, lease: Lease, job: JobStatus | None) -> bool:
    """The job has left the cluster, as requested."""
    instance = operation.instance
    if operation.savepoint and instance.stop_savepoint and operation.savepoint.state == "pending":
        return end_before_savepoint(operation, lease, job)
    # Stopped without a savepoint, the job leaves no state but its last checkpoint.
    kept = (instance.checkpoint or {}).get("path", "")
    if not operation.savepoint and kept and open_target(instance.environment).state_exists(kept):
        keep_retained_checkpoint(instance, kept, operation.flink_job_id)
    operation_change(operation, State.CONFIRMED, lease=lease)
    instance_change(instance, lease=lease, observed=Observed.STOPPED, error="")
    return True


@transaction.atomic
def end_before_savepoint(operation: Operation, lease: Lease, job: JobStatus | None) -> bool:
    """The job had ended, or was lost, before its savepoint was taken."""
    instance = operation.instance
    text = (
        f"The job had already ended ({job.state.lower()}) before the savepoint."
        if job
        else "The cluster no longer knows this job, so no savepoint could be taken."
    )
    target = open_target(instance.environment)
    if job is None and (state := lost_jobs.state_kept(instance, target)):
        keep_retained_checkpoint(instance, state, operation.flink_job_id)
        text += " Its last state is in the list of savepoints."
    if operation.savepoint:
        savepoint_close(operation.savepoint, error=text)
    operation_change(operation, State.FAILED, lease=lease, message=text)
    if operation.kind == Operation.Kind.STOP:
        observed = job.observed() if job else Observed.LOST
        instance_change(instance, lease=lease, observed=observed, error=text, message=text)
    return True


@transaction.atomic
def end_failed(operation: Operation, lease: Lease, reason: str, job: JobStatus | None = None) -> bool:
    """The savepoint failed. A stop that was to keep the state isn't carried out: the job keeps running."""
    if operation.savepoint:
        savepoint_close(operation.savepoint, error=reason)
    operation_change(operation, State.FAILED, lease=lease, message=reason)
    if operation.kind == Operation.Kind.STOP:
        text = (
            f"It wasn't stopped, since its savepoint failed: {reason} To stop it anyway, stop it without one."
        )
        gone = job is not None and job.terminal
        instance_change(
            operation.instance,
            lease=lease,
            desired=Desired.STOPPED if gone else Desired.RUNNING,
            error=reason if gone else text,
            message=reason if gone else text,
            **({"observed": job.observed()} if job else {}),
        )
    return True


def retry_later(operation: Operation, lease: Lease, message: str) -> bool:
    """Leave the operation planned with a `message`; fail it once it has waited too long."""
    if Operation.objects.filter(id=operation.id, created_at__lt=Now() - SAVEPOINT_TIMEOUT).exists():
        return end_failed(operation, lease, message)
    if operation.message != message:
        operation_change(operation, State.PLANNED, lease=lease, message=message)
    return False


def mark_stopping(instance: Instance, lease: Lease) -> None:
    """Show that the instance is being stopped."""
    if instance.observed != Observed.STOPPING:
        instance_change(instance, lease=lease, observed=Observed.STOPPING, error="")
