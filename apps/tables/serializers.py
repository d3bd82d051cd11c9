"""JSON of tables."""

from typing import Any

from rest_framework import serializers

from apps.core.fields import NameField
from apps.tables.models import Table
from apps.tables.validators import MAX_COLUMNS


class TableColumnSerializer(serializers.Serializer[Any]):
    """A named, typed column."""

    name = NameField(max_length=100)
    type = serializers.CharField(max_length=5000)
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class TableSerializer(serializers.ModelSerializer[Table]):
    """A topic or database table with its columns."""

    datasource_name = serializers.CharField(source="datasource.name")
    columns = TableColumnSerializer(many=True)

    class Meta:
        model = Table
        fields = [
            "id", "datasource", "datasource_name", "name", "columns", "event_time", "key", "format",
            "description", "created_at", "updated_at",
        ]  # fmt: skip
        read_only_fields = fields


class ColumnsField(serializers.ListField):
    """The columns of a table."""

    child = TableColumnSerializer()

    def __init__(self, **options: Any) -> None:
        super().__init__(min_length=1, max_length=MAX_COLUMNS, **options)


class TableChange(serializers.Serializer[Any]):
    """A changed table; what is left out stays. A column that is given is given whole."""

    columns = ColumnsField(required=False)
    event_time = serializers.CharField(max_length=100, allow_blank=True, required=False)
    key = serializers.ListField(child=serializers.CharField(max_length=100), max_length=50, required=False)
    format = serializers.ChoiceField(Table.Format.choices, required=False, allow_blank=True)
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class TableInput(TableChange):
    """A new table."""

    datasource = serializers.UUIDField()
    name = NameField(max_length=249)
    columns = ColumnsField()


class InferInput(serializers.Serializer[Any]):
    """Which topic or table to look at."""

    datasource = serializers.UUIDField()
    name = NameField(max_length=249)
