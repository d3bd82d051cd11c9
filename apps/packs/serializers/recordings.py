"""JSON of recordings and of the masks that they apply."""

from typing import Any

from rest_framework import serializers

from apps.core.fields import NameField
from apps.packs.models import Recording
from apps.packs.serializers.uploads import TableColumnsInput
from apps.projects.serializers import PersonSerializer
from apps.tables.serializers import ColumnsField
from penstock.testkit.masking import MAX_KEPT, RULES


class MaskField(serializers.Serializer[Any]):
    """What is done to a column before anything is stored."""

    column = serializers.CharField(max_length=100)
    rule = serializers.ChoiceField(list(RULES))
    keep = serializers.IntegerField(
        min_value=0, max_value=MAX_KEPT, default=4, help_text="Of keep-last: characters or digits"
    )


class RecordingInput(TableColumnsInput):
    """What to record. Columns that are not given are those of the topic's table here, or are inferred."""

    name = NameField(help_text="Of a new pack, or of one that gets a new version")
    datasource = serializers.UUIDField()
    topic = NameField(max_length=249)
    rows = serializers.IntegerField(min_value=1, max_value=100_000)
    seconds = serializers.IntegerField(min_value=1, max_value=300)
    start = serializers.ChoiceField(Recording.Start.choices, default=Recording.Start.NOW)
    columns = ColumnsField(required=False)
    masks = serializers.ListField(child=MaskField(), max_length=1000, default=list)


class RecordingSerializer(serializers.ModelSerializer[Recording]):
    """A recording: the request, its progress, and its result."""

    created_by = PersonSerializer()
    masks = MaskField(many=True)

    class Meta:
        model = Recording
        fields = [
            "id", "project", "name", "pack", "datasource", "topic", "start", "limit_rows", "limit_seconds",
            "masks", "state", "rows", "message", "created_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields
