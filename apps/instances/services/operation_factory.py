"""Plans operations: each effect on a cluster is a row before anybody tries it."""

from hashlib import blake2b
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models.functions import Now

from apps.core.task_queue import enqueue
from apps.instances import events
from apps.instances.leases import Lease
from apps.instances.models import Attempt, Instance, Operation, Savepoint
from apps.instances.services.state_writer import instance_change, operation_plan
from penstock.flink.states import Observed

ADVANCE = "instances.advance"


def request_advance(instance: UUID | str) -> None:
    """Ask a worker to advance an instance, once the running transaction is committed."""
    enqueue(ADVANCE, instance)


def job_id(instance: UUID, attempt: int) -> str:
    """The Flink job id of an attempt: the same for ever, so a submission tried twice is refused by Flink."""
    return blake2b(f"{instance}:{attempt}".encode(), digest_size=16).hexdigest()


@transaction.atomic
def start_plan(
    instance: Instance,
    *,
    actor: str,
    restore: str,
    automatic: bool = False,
    lease: Lease | None = None,
    message: str = "",
) -> Operation:
    """Plan the next attempt; `restore` is the state it starts with, or empty for none."""
    attempt = instance.attempt + 1
    new_id = job_id(instance.id, attempt)
    instance_change(
        instance,
        actor=actor,
        lease=lease,
        message=message,
        attempt=attempt,
        flink_job_id=new_id,
        observed=Observed.CREATED,
        error="",
        checkpoint=None,
        incarnation="",
        missing_since=None,
        **({"generation": instance.generation + 1, "restarts": instance.restarts + 1} if automatic else {}),
    )
    Attempt.objects.create(instance=instance, number=attempt, flink_job_id=new_id, restored_from=restore)
    return operation_plan(
        instance,
        Operation.Kind.START,
        actor=actor,
        flink_job_id=new_id,
        restore=restore,
        automatic=automatic,
    )


@transaction.atomic
def stop_plan(instance: Instance, *, actor: str) -> Operation:
    """Plan the stop that the instance's intent asks for."""
    saved = None
    if instance.stop_savepoint:
        saved = _savepoint(instance, Savepoint.Kind.STOP, actor)
    return operation_plan(
        instance,
        Operation.Kind.STOP,
        actor=actor,
        flink_job_id=instance.flink_job_id,
        savepoint=saved,
        trigger_id=uuid4().hex if saved else "",
    )


@transaction.atomic
def savepoint_plan(instance: Instance, *, actor: str) -> Operation:
    """Plan a savepoint of the running job."""
    return operation_plan(
        instance,
        Operation.Kind.SAVEPOINT,
        actor=actor,
        flink_job_id=instance.flink_job_id,
        savepoint=_savepoint(instance, Savepoint.Kind.SAVEPOINT, actor),
        trigger_id=uuid4().hex,
    )


@transaction.atomic
def keep_retained_checkpoint(instance: Instance, location: str, flink_job_id: str) -> Savepoint:
    """List a checkpoint that outlived its run among the savepoints, so that one can start from it."""
    savepoint, created = Savepoint.objects.get_or_create(
        instance=instance,
        kind=Savepoint.Kind.CHECKPOINT,
        location=location,
        defaults={
            "state": Savepoint.State.COMPLETED,
            "flink_job_id": flink_job_id,
            "created_by": "Penstock",
            "finished_at": Now(),
        },
    )
    if created:
        events.savepoint_changed(savepoint)
    return savepoint


def _savepoint(instance: Instance, kind: str, actor: str) -> Savepoint:
    savepoint = Savepoint.objects.create(
        instance=instance,
        kind=kind,
        state=Savepoint.State.PENDING,
        flink_job_id=instance.flink_job_id,
        created_by=actor[:150],
    )
    events.savepoint_changed(savepoint)
    return savepoint
