"""Stops and savepoints: asked for under ids of our own, followed until it is known what became of them."""

import time
from datetime import timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models.functions import Now

from apps.instances.failpoints import failpoint
from apps.instances.leases import Lease
from apps.instances.models import Desired, Instance, Operation
from apps.instances.services import observer
from apps.instances.services.commands import retained_checkpoint_keep
from apps.instances.services.job_connections import redacted
from apps.instances.services.state_writer import instance_change, operation_change, savepoint_close
from penstock.flink.http import FlinkError, Refused
from penstock.flink.rest import Cluster
from penstock.flink.savepoints import SavepointStatus, readable
from penstock.flink.states import JobStatus, Observed

State = Operation.State
#: How long a savepoint is tried while the job's tasks aren't all up.
PATIENCE = timedelta(seconds=60)
#: Seconds during which a worker stays with a savepoint or a stop.
_WATCH = 10.0
NO_DIRECTORY = (
    "The cluster has no place for savepoints: set execution.checkpointing.savepoint-dir in its configuration."
)


def step(operation: Operation, lease: Lease) -> bool:
    """Bring a stop or savepoint one step further; True when there may be more to do at once."""
    instance = operation.instance
    cluster = Cluster(instance.environment.url)
    try:
        job = cluster.jobs().get(operation.flink_job_id)
        if operation.kind == Operation.Kind.STOP and not (operation.savepoint and instance.stop_savepoint):
            return _cancel(operation, lease, cluster, job)
        return _savepoint(operation, lease, cluster, job)
    except Refused as error:
        return _failed(operation, lease, redacted(instance, str(error)))
    except FlinkError as error:
        lost = operation.state == State.SENT and error.may_have_happened
        state = State.UNKNOWN if lost else operation.state
        if (state, str(error)) != (operation.state, operation.message):
            operation_change(operation, state, lease=lease, message=str(error))
        observer.cluster_away(instance, error, lease)
        return False


# -- stop at once -----------------------------------------------------------------------------


def _cancel(operation: Operation, lease: Lease, cluster: Cluster, job: JobStatus | None) -> bool:
    if operation.savepoint:
        savepoint_close(operation.savepoint, error="It was given up: the job was stopped without it.")
    if job is None or job.terminal:
        return _stopped(operation, lease, job)
    if operation.state == State.PLANNED:
        operation_change(operation, State.SENT, lease=lease)
    _stopping(operation.instance, lease)
    observer.checkpoint_note(operation.instance, cluster)
    lease.renew()
    cluster.cancel(job.id)
    failpoint("after_rpc:cancel")
    return _until_ended(operation, lease, cluster)


def _until_ended(operation: Operation, lease: Lease, cluster: Cluster) -> bool:
    end = time.monotonic() + _WATCH
    while time.monotonic() < end:
        lease.renew()
        job = cluster.jobs().get(operation.flink_job_id)
        if job is None or job.terminal:
            return _stopped(operation, lease, job)
        time.sleep(0.1)
    return False


# -- with a savepoint -------------------------------------------------------------------------


def _savepoint(operation: Operation, lease: Lease, cluster: Cluster, job: JobStatus | None) -> bool:
    if operation.state == State.PLANNED:
        return _ask(operation, lease, cluster, job)
    if operation.state == State.UNKNOWN and job is not None and not job.terminal:
        # The same trigger id: asked twice it is still one savepoint.
        _trigger(operation, lease, cluster)
    return _follow(operation, lease, cluster)


def _ask(operation: Operation, lease: Lease, cluster: Cluster, job: JobStatus | None) -> bool:
    if job is None or job.terminal:
        return _over_before(operation, lease, job)
    base = cluster.directories[1]
    if not base:
        return _failed(operation, lease, NO_DIRECTORY)
    directory = f"{base.rstrip('/')}/{operation.trigger_id}"
    if not job.all_running:
        return _later(operation, lease, "Its tasks are not all running yet; a savepoint needs them all.")
    operation_change(operation, State.SENT, lease=lease, directory=directory)
    if operation.kind == Operation.Kind.STOP:
        _stopping(operation.instance, lease)
    failpoint("before_rpc:savepoint")
    _trigger(operation, lease, cluster)
    failpoint("after_rpc:savepoint")
    return _follow(operation, lease, cluster)


def _trigger(operation: Operation, lease: Lease, cluster: Cluster) -> None:
    lease.renew()
    ask = cluster.stop if operation.kind == Operation.Kind.STOP else cluster.savepoint
    ask(operation.flink_job_id, operation.trigger_id, operation.directory)


def _follow(operation: Operation, lease: Lease, cluster: Cluster) -> bool:
    pause, end = 0.05, time.monotonic() + _WATCH
    while time.monotonic() < end:
        lease.renew()
        status = cluster.savepoint_status(operation.flink_job_id, operation.trigger_id)
        if status.state != "in-progress":
            return _told(operation, lease, cluster, status)
        if (
            Instance.objects.filter(id=operation.instance_id)
            .exclude(revision=operation.instance.revision)
            .exists()
        ):
            return True
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
    return False


def _told(operation: Operation, lease: Lease, cluster: Cluster, status: SavepointStatus) -> bool:
    location = status.location
    if status.state == "forgotten":
        location = cluster.savepoint_find(operation.flink_job_id, operation.directory)
    if location:
        return _saved(operation, lease, cluster, location)
    if status.retry:
        # The failed trigger is spent: another try needs an id of its own.
        operation_change(
            operation, State.PLANNED, lease=lease, trigger_id=uuid4().hex, message=status.error or ""
        )
        return _later(operation, lease, "Its tasks are not all running yet; a savepoint needs them all.")
    job = cluster.jobs().get(operation.flink_job_id)
    alive = job is not None and not job.terminal
    if status.state == "forgotten" and alive and operation.tries < 3:
        # Never sent, or forgotten with the JobManager: nothing was saved, so it may be asked for again.
        operation_change(operation, State.UNKNOWN, lease=lease, tries=operation.tries + 1)
        return True
    reason = status.error or "The cluster lost it before it was complete, and it is nowhere to be found."
    return _failed(operation, lease, redacted(operation.instance, reason), job)


def _saved(operation: Operation, lease: Lease, cluster: Cluster, location: str) -> bool:
    with transaction.atomic():
        if operation.savepoint:
            savepoint_close(operation.savepoint, location=location)
        if operation.kind == Operation.Kind.SAVEPOINT:
            operation_change(operation, State.CONFIRMED, lease=lease)
            return True
    return _until_ended(operation, lease, cluster)


# -- endings ----------------------------------------------------------------------------------


@transaction.atomic
def _stopped(operation: Operation, lease: Lease, job: JobStatus | None) -> bool:
    """The job is off the cluster, as was asked."""
    instance = operation.instance
    if operation.savepoint and instance.stop_savepoint and operation.savepoint.state == "pending":
        return _over_before(operation, lease, job)
    kept = (instance.checkpoint or {}).get("path", "")
    if not operation.savepoint and kept and readable(kept):
        retained_checkpoint_keep(instance, kept, operation.flink_job_id)
    operation_change(operation, State.CONFIRMED, lease=lease)
    instance_change(instance, lease=lease, observed=Observed.STOPPED, error="")
    return True


@transaction.atomic
def _over_before(operation: Operation, lease: Lease, job: JobStatus | None) -> bool:
    """The job had ended, or was lost, before its savepoint was made."""
    instance = operation.instance
    text = (
        f"The job had already ended ({job.state.lower()}) before the savepoint."
        if job
        else "The cluster no longer knows this job, so no savepoint could be taken."
    )
    cluster = Cluster(instance.environment.url)
    if job is None and (state := observer.state_kept(instance, cluster)):
        retained_checkpoint_keep(instance, state, operation.flink_job_id)
        text += " Its last state is in the list of savepoints."
    if operation.savepoint:
        savepoint_close(operation.savepoint, error=text)
    operation_change(operation, State.FAILED, lease=lease, message=text)
    if operation.kind == Operation.Kind.STOP:
        observed = job.observed() if job else Observed.LOST
        instance_change(instance, lease=lease, observed=observed, error=text, message=text)
    return True


def _failed(operation: Operation, lease: Lease, reason: str, job: JobStatus | None = None) -> bool:
    """No savepoint. A stop that was to keep the state isn't carried out without it: the job runs on."""
    with transaction.atomic():
        if operation.savepoint:
            savepoint_close(operation.savepoint, error=reason)
        operation_change(operation, State.FAILED, lease=lease, message=reason)
        if operation.kind == Operation.Kind.STOP:
            text = f"It wasn't stopped, since its savepoint failed: {reason} To stop it without one, say so."
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


def _later(operation: Operation, lease: Lease, message: str) -> bool:
    if Operation.objects.filter(id=operation.id, created_at__lt=Now() - PATIENCE).exists():
        return _failed(operation, lease, message)
    if operation.message != message:
        operation_change(operation, State.PLANNED, lease=lease, message=message)
    return False


def _stopping(instance: Instance, lease: Lease) -> None:
    if instance.observed != Observed.STOPPING:
        instance_change(instance, lease=lease, observed=Observed.STOPPING, error="")
