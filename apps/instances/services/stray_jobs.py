"""Jobs of ours that run although they must not."""

from collections.abc import Mapping

import structlog
from django.db.models import Exists, OuterRef

from apps.environments.models import Environment
from apps.instances.models import Attempt, Desired, Instance, Operation
from penstock.flink.states import TERMINAL_STATES, JobStatus
from penstock.targets.base import Target

log = structlog.get_logger(__name__)

_OPEN = Operation.objects.filter(instance=OuterRef("pk"), state__in=Operation.OPEN)


def strays_cancel(environment: Environment, target: Target, jobs: Mapping[str, JobStatus]) -> None:
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
