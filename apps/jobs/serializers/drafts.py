"""JSON of drafts and of work kept beside them."""

from typing import Any

from rest_framework import serializers

from apps.jobs.fields import GraphField
from apps.jobs.models import Draft, SideDraft
from apps.projects.serializers import PersonSerializer


class SavedSerializer(serializers.ModelSerializer[Draft]):
    """A saved draft without its graph: what the next save builds on."""

    saved_at = serializers.DateTimeField(source="updated_at")
    saved_by = PersonSerializer(allow_null=True)

    class Meta:
        model = Draft
        fields = ["revision", "saved_at", "saved_by"]
        read_only_fields = fields


class DraftSerializer(SavedSerializer):
    """The draft with its graph."""

    graph = GraphField()

    class Meta(SavedSerializer.Meta):
        fields = ["graph", *SavedSerializer.Meta.fields]
        read_only_fields = fields


class SideDraftSerializer(serializers.ModelSerializer[SideDraft]):
    """Work kept beside the draft."""

    user = PersonSerializer()
    graph = GraphField()

    class Meta:
        model = SideDraft
        fields = ["id", "user", "base_revision", "reason", "graph", "created_at", "updated_at"]
        read_only_fields = fields


class DraftInput(serializers.Serializer[Any]):
    """A graph to save, and the revision that it builds on."""

    graph = GraphField()
    revision = serializers.IntegerField(min_value=1, max_value=2**31 - 2)
