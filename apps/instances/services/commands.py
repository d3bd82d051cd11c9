"""The commands of people: start, stop, savepoint. Each records the desired state in one transaction."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.environments.models import Environment
from apps.environments.targets import open_target
from apps.instances.models import Desired, Instance, Operation, Savepoint
from apps.instances.services import operation_factory
from apps.instances.services.setting_overrides import apply_overrides
from apps.instances.services.state_writer import instance_change, record_transition
from apps.jobs.models import Version
from penstock.flink.states import TERMINAL_STATES, Observed


@transaction.atomic
def instance_create(
    *,
    actor: User,
    version: Version,
    environment: Environment,
    start: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
) -> Instance:
    """Request a run of `version` in `environment`; the reconciler starts it asynchronously.

    Raises:
        Forbidden: The actor may not operate instances in this environment.
        Conflict: The environment is production or has no cluster, or the job runs there already.
        Invalid: An override is not allowed, or the savepoint to start from cannot be used.
    """
    _may_operate(actor, environment)
    if environment.name == Environment.Name.PRODUCTION:
        raise Conflict(
            "Production takes only approved releases: start this version in test.", code="not-released"
        )
    if not environment.url:
        raise Conflict(f"The environment {environment.name} has no Flink cluster yet: set its address first.")
    apply_overrides(version.graph, settings or {})
    others = Instance.objects.filter(job=version.job, environment=environment)
    if running := others.filter(desired=Desired.RUNNING).first():
        raise _already_running(running)
    restore = _restore(start, version)
    instance = Instance.objects.create(
        job=version.job,
        version=version,
        environment=environment,
        desired=Desired.RUNNING,
        observed=Observed.CREATED,
        since=Now(),
        start=dict(start),
        settings=dict(settings or {}),
        started_by=str(actor),
    )
    instance.refresh_from_db(fields=["since"])
    record_transition(
        instance, "desired", "", Desired.RUNNING, actor=str(actor), message=_describe_start(start)
    )
    operation_factory.start_plan(instance, actor=str(actor), restore=restore)
    operation_factory.request_advance(instance.id)
    return instance


@transaction.atomic
def instance_start(*, actor: User, instance: Instance, start: Mapping[str, Any]) -> Instance:
    """Request that a stopped instance runs again.

    Raises:
        Forbidden: The actor may not operate instances in this environment.
        Conflict: The instance runs already, or is still being stopped.
        Invalid: The savepoint to start from cannot be used.
    """
    instance = _locked(instance)
    _may_operate(actor, instance.environment)
    if instance.desired == Desired.RUNNING:
        raise _already_running(instance)
    if instance.observed not in TERMINAL_STATES or _open(instance):
        raise Conflict(
            "The instance is still being stopped: start it once it has stopped.", code="still-stopping"
        )
    restore = _restore(start, instance.version)
    instance_change(
        instance,
        actor=str(actor),
        message=_describe_start(start),
        desired=Desired.RUNNING,
        generation=instance.generation + 1,
        start=dict(start),
        started_by=str(actor),
        restarts=0,
        stop_savepoint=False,
    )
    operation_factory.start_plan(instance, actor=str(actor), restore=restore)
    operation_factory.request_advance(instance.id)
    return instance


@transaction.atomic
def instance_stop(*, actor: User, instance: Instance, savepoint: bool) -> Instance:
    """Request that an instance stops, with a savepoint of its state or without.

    Requested without a savepoint while a stop with one is active, it no longer waits for the savepoint.

    Raises:
        Forbidden: The actor may not operate instances in this environment.
        Conflict: The instance is not running.
    """
    instance = _locked(instance)
    _may_operate(actor, instance.environment)
    if instance.desired == Desired.STOPPED:
        if instance.observed in TERMINAL_STATES and not _open(instance):
            raise Conflict("The instance is not running.", code="not-running")
        if savepoint or not instance.stop_savepoint:
            return instance
    instance_change(
        instance,
        actor=str(actor),
        message="with a savepoint" if savepoint else "without a savepoint",
        desired=Desired.STOPPED,
        generation=instance.generation + 1,
        stop_savepoint=savepoint,
    )
    if not _open(instance):
        operation_factory.stop_plan(instance, actor=str(actor))
    operation_factory.request_advance(instance.id)
    return instance


@transaction.atomic
def savepoint_take(*, actor: User, instance: Instance) -> Savepoint:
    """Request a savepoint of a running instance.

    Raises:
        Forbidden: The actor may not operate instances in this environment.
        Conflict: The instance is not running, or another operation of it is under way.
    """
    instance = _locked(instance)
    _may_operate(actor, instance.environment)
    if instance.desired != Desired.RUNNING or instance.observed != Observed.RUNNING:
        raise Conflict(
            f"The instance is {instance.observed}: a savepoint can be taken only while it runs.",
            code="not-running",
        )
    if operation := _open(instance):
        raise Conflict(
            f"A {operation.get_kind_display().lower()} is under way: try again when it has ended.",
            code="operation-under-way",
        )
    instance_change(instance, generation=instance.generation + 1)
    operation = operation_factory.savepoint_plan(instance, actor=str(actor))
    operation_factory.request_advance(instance.id)
    if operation.savepoint is None:
        raise AssertionError("a savepoint operation carries its savepoint")
    return operation.savepoint


def _may_operate(actor: User, environment: Environment) -> None:
    production = environment.name == Environment.Name.PRODUCTION
    require(actor, "instance.operate-production" if production else "instance.operate", on=environment)


def _locked(instance: Instance) -> Instance:
    # Of several clicks at once, each sees the effect of the one before it.
    return Instance.objects.select_for_update().get(id=instance.id)


def _open(instance: Instance) -> Operation | None:
    return instance.operations.filter(state__in=Operation.OPEN).first()


def _already_running(instance: Instance) -> Conflict:
    return Conflict(
        f"“{instance.job.name}” already runs in {instance.environment.name}: stop that instance first.",
        code="already-running",
    )


def _restore(start: Mapping[str, Any], version: Version) -> str:
    """The location of the requested state; raises Invalid when it can't be used."""
    if start["from"] != "savepoint":
        return ""
    mine = Savepoint.objects.filter(instance__job=version.job, id=start["savepoint"])
    savepoint = mine.select_related("instance__environment").first()
    if savepoint is None:
        raise Invalid.field("start.savepoint", "This job has no such savepoint.")
    if savepoint.state != Savepoint.State.COMPLETED:
        raise Invalid.field(
            "start.savepoint", f"This savepoint is {savepoint.state}: choose a completed one."
        )
    if open_target(savepoint.instance.environment).state_exists(savepoint.location) is False:
        raise Invalid.field("start.savepoint", f"The savepoint's files are gone from {savepoint.location}.")
    return savepoint.location


def _describe_start(start: Mapping[str, Any]) -> str:
    match start["from"]:
        case "timestamp":
            return f"from the time {start['timestamp_ms']} ms"
        case "savepoint":
            return f"from savepoint {start['savepoint']}"
        case other:
            return f"from {other}"
