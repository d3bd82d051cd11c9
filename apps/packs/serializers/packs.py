"""JSON of packs, their versions and rows."""

from typing import Any, Protocol

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from apps.core.fields import NameField
from apps.packs.models import Pack, PackVersion
from apps.packs.serializers.layouts import LayoutSerializer
from apps.projects.serializers import PersonSerializer


class PackColumnSerializer(serializers.Serializer[Any]):
    """A named, typed column."""

    name = serializers.CharField()
    type = serializers.CharField()


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


class _WithLatest(Protocol):
    latest: list[PackVersion]


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
    def get_version(self, pack: _WithLatest) -> dict[str, Any] | None:
        """The latest version."""
        return PackVersionSerializer(pack.latest[0]).data if pack.latest else None


class RowsSerializer(serializers.Serializer[Any]):
    """Rows of a version."""

    version = serializers.IntegerField()
    total = serializers.IntegerField()
    offset = serializers.IntegerField()
    rows = serializers.ListField(child=serializers.DictField())


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
