"""Instances, savepoints and their history as JSON."""

from datetime import timedelta
from typing import Any, cast

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.environments.models import Environment
from apps.instances.metrics_stream import STALE, recently_observed
from apps.instances.models import Instance, ObservedState, Operation, Savepoint, Transition
from apps.instances.services.start_operation import instance_slots
from penstock.flink.states import TERMINAL_STATES, Observed

NOT_OBSERVED = (
    "The cluster has not been observed for a while: Penstock's worker or its message queue is unavailable."
    " The state is unknown until they are available again."
)
FROM = ("now", "earliest", "latest", "timestamp", "savepoint")


class StartInput(serializers.Serializer[Any]):
    """From where to start: `now` as the job's sources say; otherwise all Kafka sources from one place."""

    vars()["from"] = serializers.ChoiceField(FROM, default="now")
    savepoint = serializers.UUIDField(required=False, help_text="Needed with from=savepoint")
    timestamp_ms = serializers.IntegerField(
        required=False, min_value=0, max_value=253_402_300_799_999, help_text="Needed with from=timestamp"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Each way of starting has what it needs, and nothing else.

        Raises:
            ValidationError: A field that this way of starting needs is missing, or one that it does not take
                is there.
        """
        wanted = {"savepoint": "savepoint", "timestamp": "timestamp_ms"}.get(attrs["from"])
        if wanted and wanted not in attrs:
            raise serializers.ValidationError({wanted: [f"It is needed to start from a {attrs['from']}."]})
        for other in {"savepoint", "timestamp_ms"} - {wanted}:
            if other in attrs:
                raise serializers.ValidationError(
                    {other: [f"It has no meaning when starting from {attrs['from']}."]}
                )
        # As text, since the request is stored in a JSON column.
        return {key: str(value) if key == "savepoint" else value for key, value in attrs.items()}


class InstanceInput(serializers.Serializer[Any]):
    """A version to run, where, and from where."""

    version = serializers.IntegerField(min_value=1)
    environment = serializers.ChoiceField(Environment.Name.choices, default=Environment.Name.TEST)
    start = StartInput(required=False)
    settings = serializers.DictField(required=False, help_text="Job settings that differ from the version's")


class StartAgainInput(serializers.Serializer[Any]):
    """From where to start again."""

    start = StartInput(required=False)


class StopInput(serializers.Serializer[Any]):
    """Whether the state is to be kept."""

    savepoint = serializers.BooleanField(default=True)


class InstancesQuery(serializers.Serializer[Any]):
    """How a list of instances may be narrowed."""

    job = serializers.UUIDField(required=False)
    environment = serializers.ChoiceField(Environment.Name.choices, required=False)


class LogQuery(serializers.Serializer[Any]):
    """Which log: `jobmanager` or `taskmanager:<id>`."""

    vars()["source"] = serializers.CharField(default="jobmanager", max_length=250)


class OperationSerializer(serializers.ModelSerializer[Operation]):
    """What is being done to an instance."""

    class Meta:
        model = Operation
        fields = ["id", "kind", "state", "message", "created_at", "created_by"]


class InstanceSerializer(serializers.ModelSerializer[Instance]):
    """One instance: desired and observed state, since when, and what is wrong."""

    job_name = serializers.CharField(source="job.name")
    version = serializers.IntegerField(source="version.number")
    environment = serializers.ChoiceField(Environment.Name.choices, source="environment.name")
    observed = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    ui_url = serializers.SerializerMethodField()
    operation = serializers.SerializerMethodField()
    parallelism = serializers.SerializerMethodField()

    class Meta:
        model = Instance
        fields = [
            "id",
            "job",
            "job_name",
            "version",
            "environment",
            "desired",
            "observed",
            "since",
            "flink_job_id",
            "attempt",
            "restarts",
            "ui_url",
            "error",
            "operation",
            "parallelism",
            "start",
            "settings",
            "started_by",
            "created_at",
        ]

    @extend_schema_field(serializers.ChoiceField(ObservedState.choices))
    def get_observed(self, instance: Instance) -> str:
        """The state that the cluster reported recently; else unknown."""
        return Observed.UNKNOWN.value if self._is_unobserved(instance) else instance.observed

    def get_error(self, instance: Instance) -> str | None:
        """What is wrong, and what to do about it."""
        return NOT_OBSERVED if self._is_unobserved(instance) else instance.error or None

    def _is_unobserved(self, instance: Instance) -> bool:
        """Whether the state was not compared with the cluster recently, so that it may be outdated."""
        recent = timezone.now() - instance.since < timedelta(seconds=STALE)
        if recent or instance.observed in TERMINAL_STATES or instance.observed == Observed.CREATED:
            return False
        seen: dict[str, bool] = cast(dict[str, Any], self.context).setdefault("observed_recently", {})
        environment = str(instance.environment_id)
        if environment not in seen:
            seen[environment] = recently_observed(environment)
        return not seen[environment]

    def get_ui_url(self, instance: Instance) -> str | None:
        """The job's page in Flink's own interface."""
        base = instance.environment.ui_url or instance.environment.url
        if not base or not instance.attempt:
            return None
        return f"{base.rstrip('/')}/#/job/running/{instance.flink_job_id}/overview"

    @extend_schema_field(OperationSerializer(allow_null=True))
    def get_operation(self, instance: Instance) -> dict[str, Any] | None:
        """What is being done to it now."""
        under_way = getattr(instance, "operations_under_way", None)
        if under_way is None:
            under_way = list(instance.operations.filter(state__in=Operation.OPEN))
        return OperationSerializer(under_way[0]).data if under_way else None

    def get_parallelism(self, instance: Instance) -> int:
        """Task slots that it takes."""
        return instance_slots(instance)


class SavepointSerializer(serializers.ModelSerializer[Savepoint]):
    """One savepoint, whatever became of it."""

    location = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    version = serializers.IntegerField(source="instance.version.number")

    class Meta:
        model = Savepoint
        fields = [
            "id",
            "instance",
            "version",
            "kind",
            "state",
            "location",
            "error",
            "created_at",
            "created_by",
            "finished_at",
        ]

    def get_location(self, savepoint: Savepoint) -> str | None:
        """Its location, once it is complete."""
        return savepoint.location or None

    def get_error(self, savepoint: Savepoint) -> str | None:
        """Why there is none."""
        return savepoint.error or None


class TransitionSerializer(serializers.ModelSerializer[Transition]):
    """One line of an instance's history."""

    class Meta:
        model = Transition
        fields = ["id", "at", "actor", "subject", "before", "after", "message"]


class ExceptionSerializer(serializers.Serializer[Any]):
    """Why a job failed or restarted."""

    name = serializers.CharField()
    trace = serializers.CharField()
    at = serializers.IntegerField(allow_null=True, help_text="Milliseconds since 1970")
    task = serializers.CharField(allow_null=True)
    place = serializers.CharField(allow_null=True)


class LogSourceSerializer(serializers.Serializer[Any]):
    """A log that one may read."""

    id = serializers.CharField()
    vars()["label"] = serializers.CharField()


class LogSerializer(serializers.Serializer[Any]):
    """The end of a log, as far as it is about the instance."""

    vars()["source"] = serializers.CharField()
    sources = LogSourceSerializer(many=True)
    lines = serializers.ListField(child=serializers.CharField())


class NodeMetricsSerializer(serializers.Serializer[Any]):
    """A node's figures; null where Flink has none for it."""

    vars()["in"] = serializers.FloatField(allow_null=True, help_text="Records per second")
    out = serializers.FloatField(allow_null=True, help_text="Records per second")
    backpressure = serializers.FloatField(allow_null=True, help_text="Share of time, 0 to 1")
    end = serializers.ChoiceField(
        ["source", "sink"], allow_null=True, help_text="Whether records enter or leave the job here"
    )


class MetricsSerializer(serializers.Serializer[Any]):
    """Figures by node of the canvas."""

    nodes = serializers.DictField(child=NodeMetricsSerializer())


class PlanSerializer(serializers.Serializer[Any]):
    """The job as Flink runs it."""

    nodes = serializers.ListField(child=serializers.DictField())
