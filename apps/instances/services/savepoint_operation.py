"""Savepoints, alone or with a stop: triggered under an id of ours, followed until the outcome is known."""

import time
from uuid import uuid4

from django.db import transaction

from apps.instances.failpoints import failpoint
from apps.instances.leases import Lease
from apps.instances.models import Instance, Operation
from apps.instances.redaction import redact_secrets
from apps.instances.services.operation_endings import (
    FOLLOW_SECONDS,
    advance_with,
    end_before_savepoint,
    end_failed,
    mark_stopping,
    retry_later,
    wait_until_ended,
)
from apps.instances.services.state_writer import operation_change, savepoint_close
from penstock.flink.savepoints import SavepointStatus
from penstock.flink.states import JobStatus
from penstock.targets.base import Target

State = Operation.State
NO_DIRECTORY = (
    "The cluster has no directory for savepoints:"
    " set execution.checkpointing.savepoint-dir in its configuration."
)
NOT_ALL_RUNNING = "Its tasks are not all running yet; a savepoint needs all of them."


def advance_savepoint(operation: Operation, lease: Lease) -> bool:
    """Advance a savepoint by one step; True when there may be more to do at once."""
    return advance_with(operation, lease, lambda target, job: drive_savepoint(operation, lease, target, job))


def drive_savepoint(operation: Operation, lease: Lease, target: Target, job: JobStatus | None) -> bool:
    """Trigger the operation's savepoint, or find out what became of it."""
    if operation.state == State.PLANNED:
        return _request(operation, lease, target, job)
    if operation.state == State.UNKNOWN and job is not None and not job.terminal:
        # The same trigger id: sent twice, it is still one savepoint.
        _trigger(operation, lease, target)
    return _follow(operation, lease, target)


def _request(operation: Operation, lease: Lease, target: Target, job: JobStatus | None) -> bool:
    if job is None or job.terminal:
        return end_before_savepoint(operation, lease, job)
    base = target.savepoint_directory()
    if not base:
        return end_failed(operation, lease, NO_DIRECTORY)
    directory = f"{base.rstrip('/')}/{operation.trigger_id}"
    if not job.all_running:
        return retry_later(operation, lease, NOT_ALL_RUNNING)
    operation_change(operation, State.SENT, lease=lease, directory=directory)
    if operation.kind == Operation.Kind.STOP:
        mark_stopping(operation.instance, lease)
    failpoint("before_rpc:savepoint")
    _trigger(operation, lease, target)
    failpoint("after_rpc:savepoint")
    return _follow(operation, lease, target)


def _trigger(operation: Operation, lease: Lease, target: Target) -> None:
    lease.renew()
    stop = operation.kind == Operation.Kind.STOP
    target.savepoint(operation.flink_job_id, operation.trigger_id, operation.directory, stop=stop)


def _follow(operation: Operation, lease: Lease, target: Target) -> bool:
    pause, end = 0.05, time.monotonic() + FOLLOW_SECONDS
    while time.monotonic() < end:
        lease.renew()
        status = target.savepoint_status(operation.flink_job_id, operation.trigger_id)
        if status.state != "in-progress":
            return _resolve(operation, lease, target, status)
        # A command came, for example a stop without a savepoint: decide again from what is stored now.
        if (
            Instance.objects.filter(id=operation.instance_id)
            .exclude(revision=operation.instance.revision)
            .exists()
        ):
            return True
        time.sleep(pause)
        pause = min(pause * 1.5, 0.5)
    return False


def _resolve(operation: Operation, lease: Lease, target: Target, status: SavepointStatus) -> bool:
    location = status.location
    if status.state == "forgotten":
        # A restarted JobManager knows no triggers; the files of a completed savepoint are still there.
        location = target.find_savepoint(operation.flink_job_id, operation.directory)
    if location:
        return _saved(operation, lease, target, location)
    if status.retry:
        # The failed trigger is used up: another try needs its own id.
        operation_change(
            operation, State.PLANNED, lease=lease, trigger_id=uuid4().hex, message=status.error or ""
        )
        return retry_later(operation, lease, NOT_ALL_RUNNING)
    job = target.jobs().get(operation.flink_job_id)
    alive = job is not None and not job.terminal
    if status.state == "forgotten" and alive and operation.tries < 3:
        # Never sent, or forgotten with the JobManager: nothing was saved, so it may be requested again.
        operation_change(operation, State.UNKNOWN, lease=lease, tries=operation.tries + 1)
        return True
    reason = status.error or "The cluster lost it before it was complete, and no file of it was found."
    return end_failed(operation, lease, redact_secrets(operation.instance, reason), job)


def _saved(operation: Operation, lease: Lease, target: Target, location: str) -> bool:
    with transaction.atomic():
        if operation.savepoint:
            savepoint_close(operation.savepoint, location=location)
        if operation.kind == Operation.Kind.SAVEPOINT:
            operation_change(operation, State.CONFIRMED, lease=lease)
            return True
    return wait_until_ended(operation, lease, target)
