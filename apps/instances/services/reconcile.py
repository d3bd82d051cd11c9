"""The reconcile loop: moves the observed state towards the desired one, one instance at a time."""

from collections.abc import Callable
from uuid import UUID

import structlog

from apps.instances.leases import Lease, LeaseLost, lease_take
from apps.instances.models import Desired, Instance, Operation
from apps.instances.services.operation_factory import request_advance, stop_plan
from apps.instances.services.savepoint_operation import advance_savepoint
from apps.instances.services.start_operation import advance_start
from apps.instances.services.state_writer import Stale
from apps.instances.services.stop_operation import advance_stop
from penstock.flink.states import TERMINAL_STATES

log = structlog.get_logger(__name__)
#: More rounds than any chain of operations needs; a bound, so that no fault makes it endless.
_ROUNDS = 12
_ADVANCE: dict[str, Callable[[Operation, Lease], bool]] = {
    Operation.Kind.START: advance_start,
    Operation.Kind.STOP: advance_stop,
    Operation.Kind.SAVEPOINT: advance_savepoint,
}


def instance_advance(instance: UUID | str) -> None:
    """Advance an instance towards its desired state. Safe to run at any time, by any number of workers."""
    lease = lease_take(instance)
    if lease is None:
        # Another worker has it, or died with it: then the next observation queues it again.
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
        # Its message found the lease taken: without this it would wait for the next observation.
        request_advance(instance)


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
        return _ADVANCE[operation.kind](operation, lease)
    except Stale:
        # A command came in between: look again. A lost lease shows at the next renewal.
        lease.renew()
        return True


def _plan(lease: Lease) -> bool:
    """Plan a stop that was requested while another operation was active."""
    instance = Instance.objects.select_related("job", "environment", "version").get(id=lease.instance)
    if instance.desired == Desired.RUNNING or instance.observed in TERMINAL_STATES:
        return False
    stop_plan(instance, actor=_last_intent(instance))
    return True


def _last_intent(instance: Instance) -> str:
    asked = instance.transitions.filter(subject="desired").first()
    return asked.actor if asked else "Penstock"
