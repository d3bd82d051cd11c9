"""The loop that moves what is towards what shall be: one instance at a time, under its lease."""

from uuid import UUID

import structlog

from apps.core.task_queue import enqueue
from apps.instances.leases import Lease, LeaseLost, lease_take
from apps.instances.models import Desired, Instance, Operation
from apps.instances.services import operation_factory, start_operation, stop_operation
from apps.instances.services.commands import ADVANCE
from apps.instances.services.state_writer import Stale
from penstock.flink.states import SETTLED

log = structlog.get_logger(__name__)
#: More rounds than any chain of operations needs; a bound, so that no fault makes it endless.
_ROUNDS = 12


def instance_advance(instance: UUID | str) -> None:
    """Do for an instance what is to be done now. Safe to run at any time, by any number of workers."""
    lease = lease_take(instance)
    if lease is None:
        # Another worker is at it, or died with it: then the next look hands it out again.
        return
    seen: int | None = None
    try:
        for _ in range(_ROUNDS):
            seen = _generation(instance)
            if not _round(lease):
                break
    except LeaseLost:
        log.warning("lease lost", instance=str(instance))
    finally:
        lease.release()
    if _generation(instance) != seen:
        # Its message found the lease taken: without this it would wait for the next look at the cluster.
        enqueue(ADVANCE, instance)


def _generation(instance: UUID | str) -> int | None:
    return Instance.objects.filter(id=instance).values_list("generation", flat=True).first()


def _round(lease: Lease) -> bool:
    """One step; True when there may be more to do at once."""
    open_operations = Operation.objects.filter(instance=lease.instance, state__in=Operation.OPEN)
    operation = open_operations.select_related(
        "savepoint", "instance__job__project", "instance__version", "instance__environment"
    ).first()
    try:
        if operation is None:
            return _plan(lease)
        step = start_operation.step if operation.kind == Operation.Kind.START else stop_operation.step
        return step(operation, lease)
    except Stale:
        # An intent came in between: look again. A lost lease shows at the next renewal.
        lease.renew()
        return True


def _plan(lease: Lease) -> bool:
    """A stop that was asked for while something else was under way."""
    instance = Instance.objects.select_related("job", "environment", "version").get(id=lease.instance)
    if instance.desired == Desired.RUNNING or instance.observed in SETTLED:
        return False
    operation_factory.stop_plan(instance, actor=_last_intent(instance))
    return True


def _last_intent(instance: Instance) -> str:
    asked = instance.transitions.filter(subject="desired").first()
    return asked.actor if asked else "Penstock"
