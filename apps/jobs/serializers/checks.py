"""JSON of checks, scripts and previews of a graph."""

from typing import Any

from rest_framework import serializers

from apps.core.serializers import ProblemSerializer
from apps.jobs.fields import GraphField


class GraphInput(serializers.Serializer[Any]):
    """A graph; the saved draft when it is left out."""

    graph = GraphField(required=False)


class PreviewInput(GraphInput):
    """Which source or sink to look into."""

    node = serializers.CharField(max_length=100)
    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)


class ScriptQuery(serializers.Serializer[Any]):
    """A version's number; the draft when it is left out."""

    version = serializers.IntegerField(min_value=1, max_value=2**31 - 1, required=False)


class NodeColumnSerializer(serializers.Serializer[Any]):
    """A column that a node gives."""

    name = serializers.CharField()
    type = serializers.CharField()
    nullable = serializers.BooleanField(default=True)


class NodeReportSerializer(serializers.Serializer[Any]):
    """What the planner says of a node."""

    columns = NodeColumnSerializer(many=True)


class CheckReportSerializer(serializers.Serializer[Any]):
    """Everything that is wrong, and each node's columns (by node id)."""

    ok = serializers.BooleanField()
    problems = ProblemSerializer(many=True)
    nodes = serializers.DictField(child=NodeReportSerializer())
    sql = serializers.CharField(allow_null=True)


class ScriptSerializer(serializers.Serializer[Any]):
    """Generated Flink SQL; secrets appear as references."""

    sql = serializers.CharField()
