"""JSON of versions, and of what differs between two of them."""

import re
from typing import Any

from rest_framework import serializers

from apps.jobs.fields import EdgeField, GraphField, NodeField
from apps.jobs.models import Version
from apps.projects.serializers import PersonSerializer


class VersionSerializer(serializers.ModelSerializer[Version]):
    """A version in lists."""

    created_by = PersonSerializer()

    class Meta:
        model = Version
        fields = ["id", "number", "comment", "created_by", "created_at", "content_hash", "bundle_sha256"]
        read_only_fields = fields


class VersionDetailSerializer(VersionSerializer):
    """A version with its graph."""

    graph = GraphField()

    class Meta(VersionSerializer.Meta):
        fields = [*VersionSerializer.Meta.fields, "graph"]
        read_only_fields = fields


class SubmitInput(serializers.Serializer[Any]):
    """What is new in the version."""

    comment = serializers.CharField(max_length=1000, allow_blank=True, default="")


class DiffQuery(serializers.Serializer[Any]):
    """Two points: version numbers or `draft`."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a keyword of Python, so the fields are named here."""
        return {
            name: serializers.RegexField(re.compile(r"^([1-9]\d{0,8}|draft)\Z")) for name in ("from", "to")
        }


class PointSerializer(serializers.Serializer[Any]):
    """One side of a comparison."""

    point = serializers.CharField(help_text="A version's number, or draft")
    graph = GraphField()


class ChangeSerializer(serializers.Serializer[Any]):
    """A field with its value before and after; null where a side has none."""

    field = serializers.CharField()
    old = serializers.JSONField(allow_null=True)
    new = serializers.JSONField(allow_null=True)


class NodeChangeSerializer(serializers.Serializer[Any]):
    """A node on both sides, and what is different in it."""

    id = serializers.CharField()
    name = serializers.CharField()
    changes = ChangeSerializer(many=True)


class NodesDiffSerializer(serializers.Serializer[Any]):
    """Nodes that came, went or changed; mere moves don't count."""

    added = serializers.ListField(child=NodeField())
    removed = serializers.ListField(child=NodeField())
    changed = NodeChangeSerializer(many=True)


class EdgesDiffSerializer(serializers.Serializer[Any]):
    """Edges that came or went."""

    added = serializers.ListField(child=EdgeField())
    removed = serializers.ListField(child=EdgeField())


class GraphDiffSerializer(serializers.Serializer[Any]):
    """What one must change in the first graph to get the second."""

    nodes = NodesDiffSerializer()
    edges = EdgesDiffSerializer()
    settings = ChangeSerializer(many=True)


class DiffSerializer(serializers.Serializer[Any]):
    """Two graphs and what differs."""

    def get_fields(self) -> dict[str, Any]:
        """`from` is a keyword of Python, so the fields are named here."""
        return {"from": PointSerializer(), "to": PointSerializer(), "diff": GraphDiffSerializer()}
