"""Observes the clusters: the only writer of observed states while no operation is active."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from apps.environments.models import Environment
from apps.environments.targets import distinct_targets, open_target
from apps.instances import metrics_stream
from apps.instances.leases import Lease
from apps.instances.models import LIVE, Attempt, Desired, Instance, Operation
from apps.instances.redaction import redact_secrets
from apps.instances.services import operation_factory
from apps.instances.services.operation_factory import keep_retained_checkpoint
from apps.instances.services.state_writer import Stale, instance_change
from penstock.flink.error_parsing import root_cause
from penstock.flink.http import FlinkError
from penstock.flink.states import TERMINAL_STATES, JobStatus, Observed
from penstock.targets.base import Target

log = structlog.get_logger(__name__)
#: A cluster that has just come up may not list all of its jobs yet.
MISSING = timedelta(seconds=3)
MAX_RESTARTS = 5
OUTSIDE = (
    "The job was cancelled outside Penstock (in Flink's pages or by its command line)."
    " Start it again if that was a mistake."
)

_OPEN = Operation.objects.filter(instance=OuterRef("pk"), state__in=Operation.OPEN)


def environments_to_watch() -> list[str]:
    """The environments in which an instance or an operation is active."""
    watched = Instance.objects.filter(LIVE | Exists(_OPEN))
    return [str(one) for one in watched.order_by().values_list("environment", flat=True).distinct()]


def bundles_discard() -> None:
    """Delete all but the newest bundles on each target: a job needs its bundle only to start."""
    for address, target in distinct_targets():
        try:
            target.discard_bundles()
        except FlinkError as error:
            log.info("bundles not discarded", target=address, error=str(error))


def environment_observe(environment_id: str) -> None:
    """Observe one cluster once, and record the state of each instance there."""
    environment = Environment.objects.get(id=environment_id)
    metrics_stream.mark_observed(environment_id)
    instances = list(_watched(environment))
    _requeue_stalled(environment)
    target = open_target(environment)
    try:
        jobs = target.jobs()
        _cancel_strays(environment, target, jobs)
    except FlinkError as error:
        away = error
        for instance in instances:
            _safely(instance, lambda one: cluster_away(one, away))
        return
    for instance in instances:
        _safely(instance, lambda one: _follow(one, jobs, target))
    metrics_stream.publish_targets(
        environment_id, [one for one in instances if one.observed == Observed.RUNNING]
    )


def _watched(environment: Environment) -> QuerySet[Instance]:
    rows = Instance.objects.filter(LIVE, ~Exists(_OPEN), environment=environment)
    return rows.select_related("job", "environment", "version")


def _requeue_stalled(environment: Environment) -> None:
    """Queue every operation that no worker has: its message may have been lost."""
    idle = Q(lease_until=None) | Q(lease_until__lt=Now())
    wanting = Q(desired=Desired.STOPPED) & LIVE
    rows = Instance.objects.filter(idle, Exists(_OPEN) | wanting, environment=environment)
    for instance in rows.values_list("id", flat=True):
        operation_factory.request_advance(instance)


def _safely(instance: Instance, act: Callable[[Instance], None]) -> None:
    try:
        act(instance)
    except Stale:
        # It was changed in the meantime: the next observation, in two seconds, sees the result.
        return
    except FlinkError as error:
        log.info("cluster answered in part", instance=str(instance.id), error=str(error))


def _follow(instance: Instance, jobs: Mapping[str, JobStatus], target: Target) -> None:
    if not instance.flink_job_id:
        return
    job = jobs.get(instance.flink_job_id)
    if job is None:
        _missing(instance, target)
        return
    status_apply(instance, job, target)
    if job.state == "RUNNING":
        checkpoint_note(instance, target)


def status_apply(instance: Instance, job: JobStatus, target: Target, lease: Lease | None = None) -> None:
    """Record the state that the cluster reports of an instance's job."""
    observed = job.observed(Observed(instance.observed))
    changes: dict[str, Any] = {}
    if job.terminal:
        changes = {"desired": Desired.STOPPED, "error": _failure_reason(instance, job, target)}
    elif observed == Observed.RUNNING or instance.observed == Observed.UNKNOWN:
        changes = {"error": ""}
    changes |= {"observed": observed, "missing_since": None}
    if any(getattr(instance, name) != value for name, value in changes.items()):
        instance_change(instance, lease=lease, message=str(changes.get("error") or ""), **changes)


def _failure_reason(instance: Instance, job: JobStatus, target: Target) -> str:
    if job.state == "CANCELED" and instance.desired == Desired.RUNNING:
        return OUTSIDE
    if job.state != "FAILED":
        return ""
    try:
        entries = target.exceptions(job.id, 1)
    except FlinkError:
        entries = []
    cause = root_cause(entries[0]["trace"]) if entries else "Flink gives no reason."
    return redact_secrets(instance, f"The job failed: {cause}")


def cluster_away(instance: Instance, error: FlinkError, lease: Lease | None = None) -> None:
    """Record that the state is unknown."""
    if instance.observed == Observed.CREATED or instance.observed in TERMINAL_STATES:
        return
    text = f"{error} The state is unknown until it answers."
    if instance.observed != Observed.UNKNOWN:
        instance_change(instance, lease=lease, observed=Observed.UNKNOWN, error=text, message=text)


def checkpoint_note(instance: Instance, target: Target) -> None:
    """Store the newest completed checkpoint, whose location only a running cluster knows."""
    latest = target.latest_checkpoint(instance.flink_job_id)
    if latest and latest != instance.checkpoint:
        # No change of state: neither history nor announcement.
        Instance.objects.filter(id=instance.id, flink_job_id=instance.flink_job_id).update(checkpoint=latest)
        instance.checkpoint = latest


def _missing(instance: Instance, target: Target) -> None:
    """The cluster answers, and doesn't know the job."""
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


def _cancel_strays(environment: Environment, target: Target, jobs: Mapping[str, JobStatus]) -> None:
    """Cancel jobs of ours that must not run, such as a submission that arrived after it was given up.

    Jobs that no attempt of ours names are others' and are left alone.
    """
    alive = [job.id for job in jobs.values() if not job.terminal]
    ours = Attempt.objects.filter(flink_job_id__in=alive, instance__environment=environment)
    for attempt in ours.exclude(instance__in=Instance.objects.filter(Exists(_OPEN))).select_related(
        "instance"
    ):
        instance = attempt.instance
        superseded = attempt.flink_job_id != instance.flink_job_id
        if superseded or (instance.desired == Desired.STOPPED and instance.observed in TERMINAL_STATES):
            log.warning("stray job cancelled", instance=str(instance.id), flink_job_id=attempt.flink_job_id)
            target.cancel(attempt.flink_job_id)
