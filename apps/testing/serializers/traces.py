"""JSON of questions about a run's rows, and of their answers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.projects.serializers import PersonSerializer
from apps.testing.models import Trace
from apps.testing.serializers.runs import LateRowSerializer


class TraceInput(serializers.Serializer[Any]):
    """A change of an output, or a row of a source (by its position in the pack); positions are from 0."""

    output = serializers.CharField(max_length=200, required=False)
    source = serializers.CharField(max_length=200, required=False)  # type: ignore[assignment]
    row = serializers.IntegerField(min_value=0, max_value=2**31 - 1)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Check that exactly one of output and source is there.

        Raises:
            ValidationError: Both or neither are.
        """
        if ("output" in attrs) == ("source" in attrs):
            raise serializers.ValidationError("Give either an output or a source.")
        return attrs


class QuestionSerializer(serializers.Serializer[Any]):
    """The question."""

    output = serializers.CharField(required=False)
    source = serializers.CharField(required=False)  # type: ignore[assignment]
    row = serializers.IntegerField()


class TracedRowSerializer(serializers.Serializer[Any]):
    """An input row that contributes to an output row."""

    source = serializers.CharField()  # type: ignore[assignment]
    row = serializers.IntegerField()
    values = serializers.DictField()


class StepRowSerializer(serializers.Serializer[Any]):
    """A change that an input row causes."""

    kind = serializers.CharField()
    row = serializers.DictField()


class StepSerializer(serializers.Serializer[Any]):
    """The changes of a node that an input row causes; of many the first."""

    node = serializers.CharField(allow_null=True)
    name = serializers.CharField()
    rows = StepRowSerializer(many=True)
    more = serializers.IntegerField()
    sentence = serializers.CharField()


class AnswerSerializer(serializers.Serializer[Any]):
    """Which input rows cause an output row (`rows`), or where an input row goes (`steps`)."""

    sentence = serializers.CharField()
    rows = TracedRowSerializer(many=True, required=False)
    minimal = serializers.BooleanField(required=False, help_text="Whether no row less would give it")
    runs = serializers.IntegerField(required=False)
    steps = StepSerializer(many=True, required=False)
    late = LateRowSerializer(required=False, allow_null=True)


class TraceSerializer(serializers.ModelSerializer[Trace]):
    """A question about a row, and its answer once it is done."""

    state = serializers.ChoiceField(Trace.State.choices)
    question = serializers.SerializerMethodField()
    answer = serializers.SerializerMethodField()
    created_by = PersonSerializer()

    class Meta:
        model = Trace
        fields = [
            "id", "run", "question", "state", "error", "answer", "created_by", "created_at", "ended_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(QuestionSerializer)
    def get_question(self, trace: Trace) -> dict[str, Any]:
        """The question."""
        return dict(trace.question)

    @extend_schema_field(AnswerSerializer(allow_null=True))
    def get_answer(self, trace: Trace) -> dict[str, Any] | None:
        """The answer, null until it is found."""
        return trace.answer
