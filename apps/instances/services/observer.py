"""Observes the clusters: the only writer of observed states while no operation is active."""

from collections.abc import Callable, Mapping

import structlog
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from apps.environments.models import Environment
from apps.environments.targets import open_target
from apps.instances import metrics_stream
from apps.instances.models import LIVE, Desired, Instance, Operation
from apps.instances.services import operation_factory
from apps.instances.services.lost_jobs import job_missing
from apps.instances.services.observed_state import checkpoint_note, cluster_away, status_apply
from apps.instances.services.state_writer import Stale
from apps.instances.services.stray_jobs import strays_cancel
from penstock.flink.http import FlinkError
from penstock.flink.states import JobStatus, Observed
from penstock.targets.base import Target

log = structlog.get_logger(__name__)
_OPEN = Operation.objects.filter(instance=OuterRef("pk"), state__in=Operation.OPEN)


def environments_to_watch() -> list[str]:
    """The environments in which an instance or an operation is active."""
    watched = Instance.objects.filter(LIVE | Exists(_OPEN))
    return [str(one) for one in watched.order_by().values_list("environment", flat=True).distinct()]


def environment_observe(environment_id: str) -> None:
    """Observe one cluster once, and record the state of each instance there."""
    environment = Environment.objects.get(id=environment_id)
    metrics_stream.mark_observed(environment_id)
    # Read before the cluster is asked: what a command changes meanwhile is Stale, not overwritten.
    instances = list(_watched(environment))
    _requeue_stalled(environment)
    target = open_target(environment)
    try:
        jobs = target.jobs()
        strays_cancel(environment, target, jobs)
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
        job_missing(instance, target)
        return
    status_apply(instance, job, target)
    if job.state == "RUNNING":
        checkpoint_note(instance, target)
