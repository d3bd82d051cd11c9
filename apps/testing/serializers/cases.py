"""JSON of cases and suites, and of what of a job can be tested."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.fields import NameField
from apps.core.serializers import ProblemSerializer
from apps.projects.serializers import PersonSerializer
from apps.testing.fields import DefinitionField, DefinitionInput
from apps.testing.models import Case
from apps.testing.serializers.runs import (
    BranchSerializer,
    RunSummarySerializer,
    hidden_definition,
    may_see_rows,
)

MOST_REVISION = 2**31 - 2


class CaseSerializer(serializers.ModelSerializer[Case]):
    """A case with its last run. Without the right to see data it has no expected rows."""

    definition = serializers.SerializerMethodField()
    created_by = PersonSerializer()
    last_run = RunSummarySerializer(allow_null=True)
    problems = ProblemSerializer(many=True, help_text="What does not fit the draft (any more)")

    class Meta:
        model = Case
        fields = [
            "id", "job", "name", "description", "definition", "revision", "position", "last_run", "problems",
            "created_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(DefinitionField)
    def get_definition(self, case: Case) -> dict[str, Any]:
        """The definition, complete."""
        definition: dict[str, Any] = case.definition
        return definition if may_see_rows(self.context, case.job) else hidden_definition(definition)


class NewCaseInput(serializers.Serializer[Any]):
    """A new case."""

    name = NameField()
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    definition = DefinitionInput()


class CaseChange(serializers.Serializer[Any]):
    """Changes of a case, and the revision that they are based on; fields that are left out stay."""

    revision = serializers.IntegerField(min_value=1, max_value=MOST_REVISION)
    name = NameField(required=False)
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    definition = DefinitionInput(required=False)
    position = serializers.IntegerField(min_value=0, max_value=100_000, required=False)


class CaseStateSerializer(serializers.Serializer[Any]):
    """A case of a suite and the run that decides about it."""

    name = serializers.CharField()
    state = serializers.ChoiceField(["passed", "failed", "finished", "stopped", "error", "unrun"])
    run = serializers.UUIDField(allow_null=True)
    case = serializers.UUIDField(help_text="The case that it was taken from, which may be gone")


class SuiteSerializer(serializers.Serializer[Any]):
    """Whether the suite of a version is green on exactly its content."""

    version = serializers.IntegerField()
    state = serializers.ChoiceField(["green", "red", "unrun", "empty"])
    cases = CaseStateSerializer(many=True)
    content_hash = serializers.CharField()


class VersionQuery(serializers.Serializer[Any]):
    """A version's number; the draft when it is left out."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class SuiteQuery(serializers.Serializer[Any]):
    """A version's number; the latest when it is left out."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class SurfaceColumnSerializer(serializers.Serializer[Any]):
    """A column of a source's records; tests fill in an optional one where a pack lacks it."""

    name = serializers.CharField()
    type = serializers.CharField()
    optional = serializers.BooleanField()


class OutputColumnSerializer(serializers.Serializer[Any]):
    """A column of an output."""

    name = serializers.CharField()
    type = serializers.CharField()


class SurfaceSourceSerializer(serializers.Serializer[Any]):
    """A source: the columns of a record, and its event time."""

    name = serializers.CharField()
    node = serializers.CharField()
    columns = SurfaceColumnSerializer(many=True)
    event_time = serializers.CharField(allow_null=True)
    delay_ms = serializers.IntegerField()
    idle_timeout_ms = serializers.IntegerField(allow_null=True)
    changes = serializers.BooleanField(help_text="Whether each record is a change, with its `_kind`")


class SurfaceSinkSerializer(serializers.Serializer[Any]):
    """A sink. Its columns are known once a test of the same script has run."""

    name = serializers.CharField()
    node = serializers.CharField()
    mode = serializers.ChoiceField(["append", "upsert", "all"])
    columns = OutputColumnSerializer(many=True, allow_null=True)
    key = serializers.ListField(child=serializers.CharField())


class SurfaceTapSerializer(serializers.Serializer[Any]):
    """A node between sources and sinks that can be tapped."""

    name = serializers.CharField()
    node = serializers.CharField()


class TestSurfaceSerializer(serializers.Serializer[Any]):
    """What of a job can be tested."""

    sources = SurfaceSourceSerializer(many=True)
    sinks = SurfaceSinkSerializer(many=True)
    taps = SurfaceTapSerializer(many=True)
    processing_time = serializers.BooleanField()
    notes = serializers.ListField(child=serializers.CharField())


class TimelineSourceInput(serializers.Serializer[Any]):
    """A pack (the latest version when none is named) and its arrival plan."""

    pack = serializers.UUIDField()
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False, allow_null=True)
    arrival = serializers.DictField(required=False)

    def to_internal_value(self, data: object) -> dict[str, Any]:
        """As a part of a case's definition: plain JSON."""
        sent: dict[str, Any] = super().to_internal_value(data)
        return {**sent, "pack": str(sent["pack"])}


class TimelineInput(VersionQuery):
    """The input of each source."""

    inputs = serializers.DictField(child=TimelineSourceInput())


class ArrivalSerializer(serializers.Serializer[Any]):
    """A row: its position in the pack, its arrival, and the watermark around it; milliseconds since 1970."""

    row_index = serializers.IntegerField()
    arrival_ms = serializers.IntegerField()
    event_ms = serializers.IntegerField(allow_null=True)
    watermark_before = serializers.IntegerField(allow_null=True)
    watermark_after = serializers.IntegerField(allow_null=True)
    late = serializers.BooleanField()


class TimelineSourceSerializer(serializers.Serializer[Any]):
    """The chart of one source; of many rows an even sample, with the late ones."""

    rows = ArrivalSerializer(many=True)
    watermark = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField()), help_text="Steps: arrival, watermark"
    )
    total = serializers.IntegerField()
    late = serializers.IntegerField()
    without_time = serializers.IntegerField()


class TimelineSerializer(serializers.Serializer[Any]):
    """The charts by source; explicit arrivals count from `origin_ms`."""

    sources = serializers.DictField(child=TimelineSourceSerializer())
    origin_ms = serializers.IntegerField()


class CoverageNodeSerializer(serializers.Serializer[Any]):
    """A node and the number of its output rows."""

    name = serializers.CharField()
    rows = serializers.IntegerField()


class CoverageSerializer(serializers.Serializer[Any]):
    """What the suite exercises; `fresh` when it was measured on exactly this script."""

    nodes = serializers.DictField(child=CoverageNodeSerializer(), help_text="By node id")
    branches = BranchSerializer(many=True)
    covered = serializers.IntegerField()
    total = serializers.IntegerField()
    cases = serializers.IntegerField()
    fresh = serializers.BooleanField()
