"""JSON of packs, their versions, and reports on files."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.fields import NameField
from apps.core.serializers import ErrorDetailSerializer
from apps.packs.models import Pack, PackVersion, Recording
from apps.projects.serializers import PersonSerializer
from apps.tables.serializers import ColumnsField
from penstock.testkit.encoding_detection import DELIMITERS
from penstock.testkit.masking import MAX_KEPT, RULES

MOST_TYPED_ROWS = 2000
DAYS = ["dmy", "mdy"]
FORMATS = ["csv", "jsonl"]


class PackColumnSerializer(serializers.Serializer[Any]):
    """A named, typed column."""

    name = serializers.CharField()
    type = serializers.CharField()


class LayoutSerializer(serializers.Serializer[Any]):
    """How a file is written."""

    format = serializers.ChoiceField(FORMATS, allow_null=True)
    encoding = serializers.CharField(allow_null=True)
    delimiter = serializers.CharField(allow_null=True, trim_whitespace=False)
    quote = serializers.CharField()
    header = serializers.BooleanField(allow_null=True)
    days = serializers.ChoiceField(DAYS, allow_null=True)
    ignore_unknown = serializers.BooleanField()


class PackVersionSerializer(serializers.ModelSerializer[PackVersion]):
    """One content of a pack."""

    created_by = PersonSerializer()
    layout = LayoutSerializer()

    class Meta:
        model = PackVersion
        fields = [
            "id", "number", "rows", "bytes", "origin", "layout", "comment", "sha256", "created_by",
            "created_at",
        ]  # fmt: skip
        read_only_fields = fields


class PackSerializer(serializers.ModelSerializer[Pack]):
    """A pack with its latest version, see `selectors.packs`."""

    columns = PackColumnSerializer(many=True)
    version = serializers.SerializerMethodField()
    used_by = serializers.IntegerField(help_text="How many tests use it")
    created_by = PersonSerializer()

    class Meta:
        model = Pack
        fields = [
            "id", "project", "name", "description", "columns", "event_time", "version", "used_by",
            "created_by", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(PackVersionSerializer(allow_null=True))
    def get_version(self, pack: Any) -> Any:
        """The latest version."""
        return PackVersionSerializer(pack.latest[0]).data if pack.latest else None


class FaultSerializer(serializers.Serializer[Any]):
    """What is wrong in one place. Rows count from 1 without the header; 0 is the file as a whole."""

    row = serializers.IntegerField()
    column = serializers.CharField(allow_null=True)
    message = serializers.CharField()


class ReportSerializer(serializers.Serializer[Any]):
    """The result of reading a file: all faults are counted, the first thousand listed."""

    rows = serializers.IntegerField()
    bad_rows = serializers.IntegerField()
    fault_count = serializers.IntegerField()
    faults = FaultSerializer(many=True)
    missing = serializers.ListField(child=serializers.CharField())
    layout = LayoutSerializer()


class BadRowsDetailSerializer(ErrorDetailSerializer):
    """What went wrong; with code `bad-rows` where in the file."""

    report = ReportSerializer(required=False)


class BadRowsSerializer(serializers.Serializer[Any]):
    """The refusal of a file."""

    error = BadRowsDetailSerializer()


class InspectedSerializer(serializers.Serializer[Any]):
    """The result of storing a file, before it is stored."""

    layout = LayoutSerializer()
    columns = PackColumnSerializer(many=True)
    sample = serializers.ListField(child=serializers.DictField(), help_text="The first rows")
    report = ReportSerializer()


class RowsSerializer(serializers.Serializer[Any]):
    """Rows of a version."""

    version = serializers.IntegerField()
    total = serializers.IntegerField()
    offset = serializers.IntegerField()
    rows = serializers.ListField(child=serializers.DictField())


class ColumnsText(serializers.CharField):
    """Columns within a form: the JSON list as text."""

    def to_internal_value(self, data: Any) -> Any:
        """The list, validated as in JSON bodies.

        Raises:
            ValidationError: The text is not a JSON list of columns.
        """
        try:
            given = json.loads(super().to_internal_value(data))
        except (ValueError, RecursionError):
            raise serializers.ValidationError("Write the columns as a JSON list.") from None
        return ColumnsField().run_validation(given)


class LayoutInput(serializers.Serializer[Any]):
    """How a file is written; what is left out is detected."""

    format = serializers.ChoiceField(FORMATS, required=False)
    encoding = serializers.CharField(max_length=40, required=False)
    delimiter = serializers.ChoiceField([*DELIMITERS, ":"], required=False)
    header = serializers.BooleanField(required=False)
    quote = serializers.ChoiceField(['"', "'"], required=False)
    days = serializers.ChoiceField(DAYS, required=False, help_text="Which comes first in 01/02/2026")
    ignore_unknown = serializers.BooleanField(required=False, help_text="Leave unknown columns out")


class FileInput(LayoutInput):
    """A file of rows, as CSV or JSON lines."""

    file = serializers.FileField(max_length=1000)


class _Shape(serializers.Serializer[Any]):
    table = serializers.UUIDField(required=False, help_text="Columns as this table of the project has them")
    event_time = serializers.CharField(max_length=100, allow_blank=True, required=False)


class _Named(serializers.Serializer[Any]):
    name = NameField()
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    comment = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class _Rows(serializers.Serializer[Any]):
    rows = serializers.ListField(child=serializers.DictField(), max_length=MOST_TYPED_ROWS)


class InspectFile(FileInput, _Shape):
    """A file to inspect; columns are inferred when neither they nor a table are given."""

    columns = ColumnsText(required=False, help_text="A JSON list of {name, type}")


class InspectRows(_Shape, _Rows):
    """Rows to inspect."""

    columns = ColumnsField(required=False)


class NewPackFile(InspectFile, _Named):
    """A new pack from a file."""


class NewPackRows(InspectRows, _Named):
    """A new pack from rows that were typed in."""


class NewVersionFile(FileInput):
    """New rows for a pack, from a file."""

    comment = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class NewVersionRows(_Rows):
    """New rows for a pack, typed in."""

    comment = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class PackChange(serializers.Serializer[Any]):
    """Changes of a pack; fields that are left out stay."""

    name = NameField(required=False)
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class VersionQuery(serializers.Serializer[Any]):
    """A version's number; the latest when it is left out."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class RowsQuery(VersionQuery):
    """Which rows."""

    offset = serializers.IntegerField(min_value=0, max_value=2**31 - 1, default=0)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=100)


class MaskField(serializers.Serializer[Any]):
    """What is done to a column before anything is stored."""

    column = serializers.CharField(max_length=100)
    rule = serializers.ChoiceField(list(RULES))
    keep = serializers.IntegerField(
        min_value=0, max_value=MAX_KEPT, default=4, help_text="Of keep-last: characters or digits"
    )


class RecordingInput(_Shape):
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
