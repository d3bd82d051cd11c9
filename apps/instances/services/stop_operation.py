"""The stop operation: at once by cancelling the job, or with a savepoint that keeps its state."""

from apps.instances.failpoints import failpoint
from apps.instances.leases import Lease
from apps.instances.models import Operation
from apps.instances.services import observed_state
from apps.instances.services.operation_endings import (
    advance_with,
    end_stopped,
    mark_stopping,
    wait_until_ended,
)
from apps.instances.services.savepoint_operation import drive_savepoint
from apps.instances.services.state_writer import operation_change, savepoint_close
from penstock.flink.states import JobStatus
from penstock.targets.base import Target

State = Operation.State


def advance_stop(operation: Operation, lease: Lease) -> bool:
    """Advance a stop by one step; True when there may be more to do at once."""

    def act(target: Target, job: JobStatus | None) -> bool:
        if operation.savepoint and operation.instance.stop_savepoint:
            return drive_savepoint(operation, lease, target, job)
        return _cancel(operation, lease, target, job)

    return advance_with(operation, lease, act)


def _cancel(operation: Operation, lease: Lease, target: Target, job: JobStatus | None) -> bool:
    if operation.savepoint:
        savepoint_close(operation.savepoint, error="The job was stopped without waiting for the savepoint.")
    if job is None or job.terminal:
        return end_stopped(operation, lease, job)
    if operation.state == State.PLANNED:
        operation_change(operation, State.SENT, lease=lease)
    mark_stopping(operation.instance, lease)
    observed_state.checkpoint_note(operation.instance, target)
    lease.renew()
    target.cancel(job.id)
    failpoint("after_rpc:cancel")
    return wait_until_ended(operation, lease, target)
