"""Every read of instances, scoped to the actor."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django.db.models import Prefetch, QuerySet

from apps.accounts.models import User
from apps.core.errors import ApplicationError, Unavailable
from apps.environments.targets import open_target
from apps.instances.models import Instance, Operation, Savepoint, Transition
from apps.instances.redaction import redact_secrets
from apps.projects.models import Project
from apps.projects.selectors import in_visible_projects
from penstock.flink.http import FlinkError, NotFound
from penstock.flink.metrics import JobTopology

T = TypeVar("T")
_OPEN = Prefetch(
    "operations", Operation.objects.filter(state__in=Operation.OPEN), to_attr="operations_under_way"
)


def instances(actor: User) -> QuerySet[Instance]:
    """Every instance of the actor's projects, with the operation that is under way."""
    found = Instance.objects.filter(in_visible_projects(actor, "job__project"))
    return found.select_related("job__project", "version", "environment__project").prefetch_related(_OPEN)


def instances_of(actor: User, project: Project, wanted: Mapping[str, Any]) -> QuerySet[Instance]:
    """The instances of a project, narrowed by `job` and `environment` where given."""
    found = instances(actor).filter(job__project=project)
    if job := wanted.get("job"):
        found = found.filter(job=job)
    if environment := wanted.get("environment"):
        found = found.filter(environment__name=environment)
    return found


def savepoints(actor: User, instance: Instance | None = None) -> QuerySet[Savepoint]:
    """The savepoints of one instance, or of all that the actor may see."""
    found = Savepoint.objects.filter(in_visible_projects(actor, "instance__job__project")).select_related(
        "instance__version", "instance__environment"
    )
    return found.filter(instance=instance) if instance else found


def history(actor: User, instance: Instance) -> QuerySet[Transition]:
    """What happened to an instance, newest first."""
    return Transition.objects.filter(in_visible_projects(actor, "instance__job__project"), instance=instance)


def exceptions(instance: Instance) -> list[dict[str, Any]]:
    """Why its job failed or restarted, newest first; no secret of a data source is in it.

    Raises:
        Unavailable: The cluster does not answer.
    """
    found = (
        _none_if_not_found(lambda: open_target(instance.environment).exceptions(instance.flink_job_id)) or []
    )
    return [{**entry, "trace": redact_secrets(instance, entry["trace"])} for entry in found]


def log_sources(instance: Instance) -> list[dict[str, str]]:
    """The logs in which this instance's job writes: the JobManager's, and its TaskManagers'.

    Raises:
        Unavailable: The cluster does not answer.
    """
    target = open_target(instance.environment)
    return _none_if_not_found(lambda: target.log_sources(instance.flink_job_id)) or []


def log_lines(instance: Instance, source: str) -> list[str]:
    """The end of a log: only what is about this instance, for others' jobs write there too.

    Raises:
        ApplicationError: The cluster has no such log (404).
        Unavailable: The cluster does not answer.
    """
    marks = list(instance.attempts.values_list("flink_job_id", flat=True)[:20])
    lines = _none_if_not_found(lambda: open_target(instance.environment).log_lines(source, marks))
    if lines is None:
        raise ApplicationError(f"The cluster has no log “{source}”.", status=404, code="no-such-log")
    return [redact_secrets(instance, line) for line in lines]


def metrics(instance: Instance) -> dict[str, Any]:
    """Records per second and back-pressure by node of the canvas; empty while nothing runs.

    Raises:
        Unavailable: The cluster does not answer.
    """
    topology = JobTopology.of(instance.version.graph)
    found = (
        _none_if_not_found(lambda: open_target(instance.environment).metrics(instance.flink_job_id, topology))
        or {}
    )
    return {node: figure.to_dict() for node, figure in found.items()}


def plan(instance: Instance) -> dict[str, Any]:
    """The job's operators as Flink runs them.

    Raises:
        Unavailable: The cluster does not answer.
    """
    return _none_if_not_found(lambda: open_target(instance.environment).plan(instance.flink_job_id)) or {
        "nodes": []
    }


def _none_if_not_found(ask: Callable[[], T]) -> T | None:
    """The cluster's answer; None when it doesn't know the job; raises Unavailable when it doesn't answer."""
    try:
        return ask()
    except NotFound:
        return None
    except FlinkError as error:
        raise Unavailable(str(error)) from None
