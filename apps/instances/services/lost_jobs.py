"""Jobs that their cluster no longer knows: started again from the newest state, or given up."""

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from apps.instances.models import Desired, Instance
from apps.instances.services import operation_factory
from apps.instances.services.operation_factory import keep_retained_checkpoint
from apps.instances.services.state_writer import instance_change
from penstock.flink.states import Observed
from penstock.targets.base import Target

#: A cluster that has just come up may not list all of its jobs yet.
MISSING = timedelta(seconds=3)
#: A job that brings down its cluster would otherwise be restarted for ever.
MAX_RESTARTS = 5


def job_missing(instance: Instance, target: Target) -> None:
    """Handle that the cluster answers and doesn't know the job; called at each observation that finds so."""
    if instance.missing_since is None:
        text = "The cluster answers but doesn't list this job; looking again."
        instance_change(instance, observed=Observed.UNKNOWN, error=text, message=text, missing_since=Now())
        return
    if not Instance.objects.filter(id=instance.id, missing_since__lt=Now() - MISSING).exists():
        return
    state = state_kept(instance, target)
    again = target.incarnation() != instance.incarnation
    why = (
        "The cluster was restarted and has lost this job."
        if again
        else "The cluster no longer knows this job."
    )
    with transaction.atomic():
        _mark_lost(instance, why, state)


def _mark_lost(instance: Instance, why: str, state: str) -> None:
    if state and instance.desired == Desired.RUNNING and instance.restarts < MAX_RESTARTS:
        instance_change(instance, observed=Observed.LOST, error=why, message=why)
        note = f"{why} It is started again from the state kept in {state}."
        operation_factory.start_plan(instance, actor="Penstock", restore=state, automatic=True, message=note)
        operation_factory.request_advance(instance.id)
        return
    if state:
        keep_retained_checkpoint(instance, state, instance.flink_job_id)
        next_step = "Its last state is in the list of savepoints: start it from there."
    else:
        next_step = (
            "No completed checkpoint or savepoint of it is known: choose from where to start it again."
        )
    if state and instance.restarts >= MAX_RESTARTS:
        next_step = f"It was started again {instance.restarts} times already. {next_step}"
    text = f"{why} {next_step}"
    instance_change(instance, observed=Observed.LOST, desired=Desired.STOPPED, error=text, message=text)


def state_kept(instance: Instance, target: Target) -> str:
    """The newest state of the present attempt that is still there, or "": never that of another job."""
    recorded = (instance.checkpoint or {}).get("path", "")
    newest = target.find_checkpoint(instance.flink_job_id, recorded)
    if newest:
        return newest
    if recorded and target.state_exists(recorded) is not False:
        return str(recorded)
    attempt = instance.attempts.filter(flink_job_id=instance.flink_job_id).first()
    restored = attempt.restored_from if attempt else ""
    return restored if restored and target.state_exists(restored) is not False else ""
