"""The only writers of instances and operations: each change is fenced, noted in the history, announced."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from apps.instances import events
from apps.instances.leases import Lease
from apps.instances.models import Instance, Operation, Savepoint, Transition

SYSTEM = "Penstock"


class Stale(Exception):
    """The row changed since it was read, or the lease was lost: read it again and decide again."""


@transaction.atomic
def instance_change(
    instance: Instance, *, actor: str = SYSTEM, message: str = "", lease: Lease | None = None, **changes: Any
) -> None:
    """Write `changes` to the instance as it was read.

    Raises:
        Stale: It has changed since, or the lease was lost.
    """
    subjects = {
        name: getattr(instance, name)
        for name in ("desired", "observed", "attempt")
        if _differs(instance, name, changes)
    }
    if "observed" in subjects:
        changes["since"] = Now()
    if "error" in changes:
        changes["error"] = changes["error"][:2000]
    mine = Instance.objects.filter(id=instance.id, revision=instance.revision)
    if lease is not None:
        mine = mine.filter(lease_epoch=lease.epoch)
    if not mine.update(**changes, revision=F("revision") + 1, updated_at=Now()):
        raise Stale(str(instance.id))
    for name, before in subjects.items():
        record_transition(instance, name, str(before), str(changes[name]), actor=actor, message=message)
    instance.refresh_from_db(fields=[*changes, "revision", "since"])
    events.changed(instance)


def _differs(instance: Instance, name: str, changes: dict[str, Any]) -> bool:
    return name in changes and changes[name] != getattr(instance, name)


@transaction.atomic
def operation_plan(instance: Instance, kind: str, *, actor: str, **fields: Any) -> Operation:
    """Record a planned effect, for the instance's current generation."""
    operation = Operation.objects.create(
        instance=instance, kind=kind, generation=instance.generation, created_by=actor, **fields
    )
    record_transition(instance, kind, "", operation.state, actor=actor, operation=operation)
    events.changed(instance)
    return operation


@transaction.atomic
def operation_change(
    operation: Operation, state: str, *, lease: Lease, message: str = "", **changes: Any
) -> None:
    """Change an operation's state.

    Raises:
        Stale: Another worker changed it, or the lease was lost.
    """
    instance = operation.instance
    # Locks the instance's row: a lease can't change hands between this check and the commit.
    if not Instance.objects.select_for_update().filter(id=instance.id, lease_epoch=lease.epoch).exists():
        raise Stale(str(operation.id))
    before, same = operation.state, operation.state == state and operation.message == message[:2000]
    if state == Operation.State.SENT:
        changes |= {"sent_at": Now(), "tries": F("tries") + 1}
    if state not in Operation.OPEN:
        changes["finished_at"] = Now()
    mine = Operation.objects.filter(id=operation.id, state=before)
    if not mine.update(state=state, message=message[:2000], updated_at=Now(), **changes):
        raise Stale(str(operation.id))
    operation.refresh_from_db(fields=["state", "message", "tries", "sent_at", "finished_at", *changes])
    if not same:
        record_transition(
            instance,
            operation.kind,
            before,
            state,
            actor=operation.created_by,
            operation=operation,
            message=message,
        )
        events.changed(instance)


@transaction.atomic
def savepoint_close(savepoint: Savepoint, *, location: str = "", error: str = "") -> None:
    """Record the outcome of a savepoint; the first one recorded counts."""
    state = Savepoint.State.COMPLETED if location else Savepoint.State.FAILED
    pending = Savepoint.objects.filter(id=savepoint.id, state=Savepoint.State.PENDING)
    if pending.update(
        state=state, location=location[:1000], error=error[:2000], finished_at=Now(), updated_at=Now()
    ):
        savepoint.refresh_from_db()
        events.savepoint_changed(savepoint)


def record_transition(
    instance: Instance,
    subject: str,
    before: str,
    after: str,
    *,
    actor: str,
    operation: Operation | None = None,
    message: str = "",
) -> None:
    """Add a row to the history."""
    Transition.objects.create(
        instance=instance,
        operation=operation,
        at=Now(),
        actor=actor[:150],
        subject=subject,
        before=before,
        after=after,
        message=message[:2000],
    )
