"""JSON and forms of rows that come in, and reports on them."""

import json
from typing import Any

from rest_framework import serializers

from apps.core.fields import NameField
from apps.core.serializers import ErrorDetailSerializer
from apps.packs.serializers.layouts import LayoutInput, LayoutSerializer
from apps.packs.serializers.packs import PackColumnSerializer
from apps.tables.serializers import ColumnsField

MOST_TYPED_ROWS = 2000


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


class ColumnsText(serializers.CharField):
    """Columns within a form: the JSON list as text."""

    def to_internal_value(self, data: str) -> Any:
        """The list, validated as in JSON bodies.

        Raises:
            ValidationError: The text is not a JSON list of columns.
        """
        try:
            given = json.loads(super().to_internal_value(data))
        except (ValueError, RecursionError):
            raise serializers.ValidationError("Write the columns as a JSON list.") from None
        return ColumnsField().run_validation(given)


class FileInput(LayoutInput):
    """A file of rows, as CSV or JSON lines."""

    file = serializers.FileField(max_length=1000)


class TableColumnsInput(serializers.Serializer[Any]):
    """Where the columns come from."""

    table = serializers.UUIDField(required=False, help_text="Columns as this table of the project has them")
    event_time = serializers.CharField(max_length=100, allow_blank=True, required=False)


class _Named(serializers.Serializer[Any]):
    name = NameField()
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    comment = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class _Rows(serializers.Serializer[Any]):
    rows = serializers.ListField(child=serializers.DictField(), max_length=MOST_TYPED_ROWS)


class InspectFile(FileInput, TableColumnsInput):
    """A file to inspect; columns are inferred when neither they nor a table are given."""

    columns = ColumnsText(required=False, help_text="A JSON list of {name, type}")


class InspectRows(TableColumnsInput, _Rows):
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
