"""JSON of runs and their outputs."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.fields import NameField
from apps.jobs.models import Job
from apps.projects.serializers import PersonSerializer
from apps.testing.fields import DefinitionField, DefinitionInput
from apps.testing.models import Run
from apps.testing.selectors import runs as run_selectors

FIRST_CHANGES = 100
MODES = ("multiset", "ordered", "table")
_ROWS = ("missing", "unexpected", "changed")
_LATE = {"late": 0, "mismatches": 0, "outputs": {}}


def may_see_rows(context: Mapping[str, Any], job: Job) -> bool:
    """Whether the actor may see data."""
    return bool(context["request"].user.has_perm("data.preview", job))


def hidden_definition(definition: dict[str, Any]) -> dict[str, Any]:
    """A definition without the rows that it expects."""
    expected = {name: {**one, "rows": []} for name, one in definition["expected"].items()}
    return {**definition, "expected": expected}


class CountsSerializer(serializers.Serializer[Any]):
    """Counts of a run's results."""

    outputs = serializers.DictField(child=serializers.IntegerField())
    late = serializers.IntegerField()
    mismatches = serializers.IntegerField()


class RunSummarySerializer(serializers.ModelSerializer[Run]):
    """A run in lists, see `selectors.runs.mark_fresh`."""

    version = serializers.SerializerMethodField()
    state = serializers.ChoiceField(Run.State.choices)
    created_by = PersonSerializer()
    fresh = serializers.BooleanField(help_text="Whether its case and the draft are still what was run")
    counts = serializers.SerializerMethodField()

    class Meta:
        model = Run
        fields = [
            "id", "job", "case", "case_name", "version", "state", "error", "milliseconds", "created_at",
            "started_at", "ended_at", "created_by", "batch", "fresh", "counts",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_version(self, run: Run) -> int | None:
        """The number of the version that was run, null for the draft."""
        return run.version.number if run.version else None

    @extend_schema_field(CountsSerializer)
    def get_counts(self, run: Run) -> dict[str, Any]:
        """Counts of its results; empty until it has ended."""
        return {**_LATE, **run.counts}


class FromSerializer(serializers.Serializer[Any]):
    """A row of a source, by its position in the pack."""

    source = serializers.CharField()  # type: ignore[assignment]
    row = serializers.IntegerField()


class RowChangeSerializer(serializers.Serializer[Any]):
    """A change of an output. `from` is the input row that caused it, null for the end of all input."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a word of Python, so the fields are named here."""
        return {
            "kind": serializers.ChoiceField(["+I", "-U", "+U", "-D"]),
            "row": serializers.DictField(),
            "line": serializers.IntegerField(),
            "from": FromSerializer(allow_null=True),
        }


class RunColumnSerializer(serializers.Serializer[Any]):
    """A column of an output."""

    name = serializers.CharField()
    type = serializers.CharField()


class RunOutputSerializer(serializers.Serializer[Any]):
    """An output with its first changes; `kept` of all `count` can be fetched."""

    name = serializers.CharField()
    node = serializers.CharField()
    columns = RunColumnSerializer(many=True)
    key = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    kept = serializers.IntegerField()
    changes = RowChangeSerializer(many=True, source="shown")


class CellSerializer(serializers.Serializer[Any]):
    """A cell that differs."""

    column = serializers.CharField()
    expected = serializers.JSONField()
    actual = serializers.JSONField()


class DifferenceSerializer(serializers.Serializer[Any]):
    """An expected row whose key is in the output, with the cells that differ."""

    key = serializers.DictField()
    cells = CellSerializer(many=True)
    expected = serializers.DictField()
    actual = serializers.DictField()


class ComparisonSerializer(serializers.Serializer[Any]):
    """The comparison of an output with its expected rows: the first rows of each kind, and counts of all."""

    ok = serializers.BooleanField()
    matched = serializers.IntegerField()
    missing = serializers.ListField(child=serializers.DictField())
    unexpected = serializers.ListField(child=serializers.DictField())
    changed = DifferenceSerializer(many=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    key = serializers.ListField(child=serializers.CharField())
    notes = serializers.ListField(child=serializers.CharField())


class LateRowSerializer(serializers.Serializer[Any]):
    """A record that was dropped as late: which, by which operator, and how late it was."""

    source = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    row = serializers.IntegerField(allow_null=True)
    operator = serializers.CharField()
    node = serializers.CharField(allow_null=True)
    event_ms = serializers.IntegerField(allow_null=True)
    watermark_ms = serializers.IntegerField(allow_null=True)
    message = serializers.CharField()


class InputCountSerializer(serializers.Serializer[Any]):
    """How many rows a source had."""

    rows = serializers.IntegerField()


class ResultSerializer(serializers.Serializer[Any]):
    """The result of a run besides its outputs."""

    inputs = serializers.DictField(child=InputCountSerializer())
    comparisons = serializers.DictField(child=ComparisonSerializer())
    late = LateRowSerializer(many=True)
    notes = serializers.ListField(child=serializers.CharField())
    planning_ms = serializers.IntegerField()


class BranchSerializer(serializers.Serializer[Any]):
    """A branch in the user's own text, with the number of rows by outcome."""

    node = serializers.CharField()
    kind = serializers.CharField()
    text = serializers.CharField()
    line = serializers.IntegerField(allow_null=True)
    column = serializers.IntegerField(allow_null=True)
    outcomes = serializers.DictField(child=serializers.IntegerField())


class MeasuredSerializer(serializers.Serializer[Any]):
    """What one run exercised: rows by node id, and outcomes of branches."""

    nodes = serializers.DictField(child=serializers.IntegerField())
    branches = BranchSerializer(many=True)


class RunDetailSerializer(RunSummarySerializer):
    """A run with its result. Without the right to see data it has counts, but no rows."""

    definition = serializers.SerializerMethodField()
    result = serializers.SerializerMethodField()
    outputs = serializers.SerializerMethodField()
    coverage = MeasuredSerializer(allow_null=True)
    rows_hidden = serializers.SerializerMethodField()

    class Meta(RunSummarySerializer.Meta):
        fields = [
            *RunSummarySerializer.Meta.fields, "definition", "result", "outputs", "coverage", "rows_hidden",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(serializers.BooleanField())
    def get_rows_hidden(self, run: Run) -> bool:
        """Whether rows are left out, because the actor may not see data."""
        return not may_see_rows(self.context, run.job)

    @extend_schema_field(DefinitionField)
    def get_definition(self, run: Run) -> dict[str, Any]:
        """The case as it was run, its packs at fixed versions."""
        definition: dict[str, Any] = run.definition
        return definition if may_see_rows(self.context, run.job) else hidden_definition(definition)

    @extend_schema_field(ResultSerializer(allow_null=True))
    def get_result(self, run: Run) -> dict[str, Any] | None:
        """Its result, null until it has ended."""
        if run.result is None or may_see_rows(self.context, run.job):
            return run.result
        comparisons = {
            name: {**one, **{sort: [] for sort in _ROWS}, "notes": []}
            for name, one in run.result["comparisons"].items()
        }
        return {**run.result, "comparisons": comparisons}

    @extend_schema_field(RunOutputSerializer(many=True))
    def get_outputs(self, run: Run) -> list[dict[str, Any]]:
        """The outputs, each with its first changes."""
        first = FIRST_CHANGES if may_see_rows(self.context, run.job) else 0
        return list(RunOutputSerializer(run_selectors.outputs(run, first), many=True).data)


class RunInput(serializers.Serializer[Any]):
    """On which version (the draft when it is left out), and whether to measure what it covers."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False, allow_null=True)
    coverage = serializers.BooleanField(required=False)


class RunsInput(RunInput):
    """Several cases, all when none are named; of a version, those of its suite."""

    cases = serializers.ListField(child=serializers.UUIDField(), required=False, max_length=500)


class UnsavedRunInput(serializers.Serializer[Any]):
    """A case that is not saved."""

    definition = DefinitionInput()
    name = NameField(required=False, allow_blank=True)


class BatchSerializer(serializers.Serializer[Any]):
    """Runs that were requested together."""

    batch = serializers.UUIDField()
    runs = RunSummarySerializer(many=True)


class RunsQuery(serializers.Serializer[Any]):
    """Which runs."""

    case = serializers.UUIDField(required=False)
    batch = serializers.UUIDField(required=False)
    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class ChangesQuery(serializers.Serializer[Any]):
    """Which changes of an output."""

    offset = serializers.IntegerField(min_value=0, max_value=10_000_000, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=100)


class ChangesSerializer(serializers.Serializer[Any]):
    """Some changes of an output; `kept` of all `count` can be fetched."""

    name = serializers.CharField()
    columns = RunColumnSerializer(many=True)
    key = serializers.ListField(child=serializers.CharField())
    count = serializers.IntegerField()
    kept = serializers.IntegerField()
    offset = serializers.IntegerField()
    changes = RowChangeSerializer(many=True)


class AcceptInput(serializers.Serializer[Any]):
    """The outputs to accept as expected (all when none are named), and how each is compared."""

    outputs = serializers.ListField(
        child=serializers.CharField(max_length=200), required=False, max_length=200, min_length=1
    )
    mode = serializers.DictField(child=serializers.ChoiceField(MODES), required=False)
