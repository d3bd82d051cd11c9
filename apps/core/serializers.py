"""The error shape and the problem shape, for the OpenAPI document."""

from typing import Any

from rest_framework import serializers


class ProblemSerializer(serializers.Serializer[Any]):
    """One thing that is wrong, and where."""

    code = serializers.CharField()
    message = serializers.CharField()
    severity = serializers.ChoiceField(["error", "warning"])
    node = serializers.CharField(allow_null=True, required=False)
    field = serializers.CharField(allow_null=True, required=False)
    line = serializers.IntegerField(allow_null=True, required=False)
    column = serializers.IntegerField(allow_null=True, required=False)
    end_line = serializers.IntegerField(allow_null=True, required=False)
    end_column = serializers.IntegerField(allow_null=True, required=False)


class ErrorDetailSerializer(serializers.Serializer[Any]):
    """What went wrong, in a sentence; per field and per node where it applies."""

    code = serializers.CharField()
    message = serializers.CharField()
    problems = ProblemSerializer(many=True)
    fields = serializers.DictField(child=serializers.ListField(child=serializers.CharField()))  # type: ignore[assignment]


class ErrorSerializer(serializers.Serializer[Any]):
    """Every answer with a status of 400 and up."""

    error = ErrorDetailSerializer()
