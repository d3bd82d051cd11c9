"""The start operation: submit once, and find out what became of it whatever happens in between."""

import time
from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from apps.core.errors import ApplicationError
from apps.environments.targets import open_target
from apps.instances.failpoints import failpoint
from apps.instances.leases import Lease
from apps.instances.models import Desired, Instance, Operation
from apps.instances.redaction import redact_secrets
from apps.instances.services import observed_state
from apps.instances.services.operation_factory import keep_retained_checkpoint
from apps.instances.services.state_writer import instance_change, operation_change
from apps.instances.services.submission import prepare_submission
from penstock.flink.http import FlinkError, HttpRejected, Unreachable
from penstock.flink.rest import AlreadySubmitted, Overview, Submission
from penstock.flink.states import JobStatus, Observed
from penstock.flink.versions import EngineError, require_safe
from penstock.targets.base import Target

State = Operation.State
#: How long a start waits for a cluster that is unreachable, and for slots.
CLUSTER_TIMEOUT = timedelta(seconds=60)
CLUSTER_TIMEOUT_AUTOMATIC = timedelta(minutes=10)
SLOTS_TIMEOUT = timedelta(minutes=10)
#: A submission without an effect for so long is sent again, under the same job id.
RESEND_AFTER = timedelta(seconds=5)
#: After so long a stop assumes that it never arrived.
NEVER_ARRIVED_AFTER = timedelta(seconds=10)
MAX_TRIES = 5
#: Seconds during which a worker stays with a started job until it runs.
_FOLLOW_SECONDS = 20.0


def advance_start(operation: Operation, lease: Lease) -> bool:
    """Advance a start by one step; True when there may be more to do at once."""
    if operation.state == State.PLANNED:
        if operation.instance.desired == Desired.STOPPED:
            _not_started(operation, lease, "It was stopped before it was sent to the cluster.")
            return True
        return _submit(operation, lease)
    return _resolve(operation, lease)


def _submit(operation: Operation, lease: Lease) -> bool:
    instance = operation.instance
    target = open_target(instance.environment)
    try:
        overview = target.overview()
        require_safe(instance.environment.engine, overview.version)
        if obstacle := _slots_missing(operation, overview):
            return _wait(operation, lease, obstacle, SLOTS_TIMEOUT)
        incarnation = target.incarnation()
        with lease.keep_alive():
            submission = prepare_submission(operation)
            target.stage(submission.bundle)
    except (ApplicationError, EngineError) as error:
        return _fail(operation, lease, redact_secrets(instance, str(error)))
    except FlinkError as error:
        timeout = CLUSTER_TIMEOUT_AUTOMATIC if operation.automatic else CLUSTER_TIMEOUT
        return _wait(operation, lease, str(error), timeout)
    if operation.restore and target.state_exists(operation.restore) is False:
        return _fail(operation, lease, f"The state to start from is gone: {operation.restore}.")
    # Committed before the call: should this worker die now, the row says for which job id to look.
    with transaction.atomic():
        operation_change(operation, State.SENT, lease=lease)
        instance_change(instance, lease=lease, observed=Observed.STARTING, incarnation=incarnation)
    failpoint("before_rpc:submit")
    return _send(operation, lease, target, submission)


def _send(operation: Operation, lease: Lease, target: Target, submission: Submission) -> bool:
    try:
        with lease.keep_alive():
            target.submit(submission)
            failpoint("after_rpc:submit")
    except AlreadySubmitted:
        return _resolve(operation, lease)
    except Unreachable as error:
        # The request never left, so there is nothing to look for.
        operation_change(operation, State.PLANNED, lease=lease, message=str(error))
        return _wait(operation, lease, str(error), CLUSTER_TIMEOUT)
    except HttpRejected as error:
        return _fail(operation, lease, redact_secrets(operation.instance, str(error)))
    except FlinkError as error:
        # It may have arrived: only the cluster's list of jobs can tell, see `_resolve`.
        operation_change(operation, State.UNKNOWN, lease=lease, message=str(error))
        return False
    operation_change(operation, State.CONFIRMED, lease=lease)
    failpoint("after_note:submit")
    _follow_until_running(operation.instance, lease, target)
    return True


def _resolve(operation: Operation, lease: Lease) -> bool:
    """It was sent, by this worker or another, and the answer is not known: look at the cluster."""
    instance = operation.instance
    target = open_target(instance.environment)
    try:
        job = target.jobs().get(operation.flink_job_id)
    except FlinkError as error:
        operation_change(operation, State.UNKNOWN, lease=lease, message=str(error))
        observed_state.cluster_away(instance, error, lease)
        return False
    if job is not None:
        return _adopt(operation, lease, target, job)
    if instance.desired == Desired.STOPPED:
        # A request on its way can still start the job: its absence proves something only after a while.
        if not _sent_before(operation, NEVER_ARRIVED_AFTER):
            return False
        _not_started(operation, lease, "It never reached the cluster.")
        return True
    if not _sent_before(operation, RESEND_AFTER):
        return False
    if operation.tries >= MAX_TRIES:
        return _fail(
            operation, lease, f"{operation.message} The job didn't appear after {operation.tries} tries."
        )
    # The same id again: should the first one still arrive, Flink refuses the second.
    operation_change(operation, State.PLANNED, lease=lease, message="Sent again under the same job id.")
    return True


def _adopt(operation: Operation, lease: Lease, target: Target, job: JobStatus) -> bool:
    with transaction.atomic():
        operation_change(
            operation, State.CONFIRMED, lease=lease, message="Found on the cluster by its job id."
        )
        observed_state.status_apply(operation.instance, job, target, lease)
    _follow_until_running(operation.instance, lease, target)
    return True


def _follow_until_running(instance: Instance, lease: Lease, target: Target) -> None:
    """Stay with a job just started until it runs, so that its state is shown at once."""
    pause, end = 0.05, time.monotonic() + _FOLLOW_SECONDS
    while time.monotonic() < end:
        lease.renew()
        try:
            job = target.jobs().get(instance.flink_job_id)
        except FlinkError:
            return
        if job is not None:
            observed_state.status_apply(instance, job, target, lease)
        if job is not None and instance.observed not in {Observed.CREATED, Observed.STARTING}:
            return
        # A new command must not wait until this job runs.
        if Instance.objects.filter(id=instance.id).exclude(generation=instance.generation).exists():
            return
        time.sleep(pause)
        pause = min(pause * 1.3, 0.4)


def _slots_missing(operation: Operation, overview: Overview) -> str:
    """The sentence to wait with, or "" when there are slots for the job."""
    instance = operation.instance
    needed = instance_slots(instance)
    # First come, first served: small jobs would otherwise overtake one that needs many slots for ever.
    ahead = Operation.objects.filter(
        kind=Operation.Kind.START,
        state=State.PLANNED,
        instance__environment=instance.environment,
        created_at__lt=operation.created_at,
    ).exclude(message="")
    plural = "slot" if needed == 1 else "slots"
    where = f"{overview.slots_free} of {overview.slots_total} are free in {instance.environment.name}"
    if overview.slots_free < needed:
        return f"It needs {needed} {plural}; {where}. It starts by itself when there are enough."
    if ahead.exists():
        return f"It needs {needed} {plural}; {where}, but another start waits longer."
    return ""


def instance_slots(instance: Instance) -> int:
    """Task slots that the job takes: its operators share slots, so the widest of them counts."""
    graph = instance.version.graph
    wanted = instance.settings.get("parallelism") or graph.get("settings", {}).get("parallelism") or 1
    widths = [node.get("params", {}).get("parallelism") or 0 for node in graph.get("nodes", [])]
    return max([int(wanted), *(int(width) for width in widths)])


def _wait(operation: Operation, lease: Lease, message: str, timeout: timedelta) -> bool:
    if Operation.objects.filter(id=operation.id, created_at__lt=Now() - timeout).exists():
        minutes = timeout.total_seconds() / 60
        return _fail(
            operation, lease, f"{message} Gave up after {minutes:g} min: start it again when that is fixed."
        )
    if operation.message != message:
        operation_change(operation, State.PLANNED, lease=lease, message=message)
    return False


@transaction.atomic
def _fail(operation: Operation, lease: Lease, message: str) -> bool:
    if operation.automatic:
        keep_retained_checkpoint(operation.instance, operation.restore, operation.flink_job_id)
        message = f"{message} Its last state is in the list of savepoints."
    operation_change(operation, State.FAILED, lease=lease, message=message)
    instance_change(
        operation.instance,
        lease=lease,
        observed=Observed.FAILED,
        desired=Desired.STOPPED,
        error=message,
        message=message,
    )
    return True


@transaction.atomic
def _not_started(operation: Operation, lease: Lease, message: str) -> None:
    operation_change(operation, State.FAILED, lease=lease, message=message)
    instance_change(operation.instance, lease=lease, observed=Observed.STOPPED, error="", message=message)


def _sent_before(operation: Operation, age: timedelta) -> bool:
    return Operation.objects.filter(id=operation.id, sent_at__lt=Now() - age).exists()
