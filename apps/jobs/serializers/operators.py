"""JSON of the palette: kinds of operators, and functions of SQL."""

from typing import Any

from rest_framework import serializers


class PortSerializer(serializers.Serializer[Any]):
    """Where edges begin or end."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    many = serializers.BooleanField()  # type: ignore[assignment]
    required = serializers.BooleanField()  # type: ignore[assignment]


class PortsSerializer(serializers.Serializer[Any]):
    """The ports of a kind."""

    inputs = PortSerializer(many=True)
    outputs = PortSerializer(many=True)


class OperatorSerializer(serializers.Serializer[Any]):
    """A kind of the palette: its form is the JSON Schema in `params`."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    group = serializers.CharField()
    icon = serializers.CharField()
    summary = serializers.CharField()
    ports = PortsSerializer()
    params = serializers.DictField()
    connectors = serializers.ListField(child=serializers.CharField())
    example = serializers.DictField()
    docs = serializers.CharField()


class FunctionSerializer(serializers.Serializer[Any]):
    """A built-in function of Flink."""

    name = serializers.CharField()
    signatures = serializers.ListField(child=serializers.CharField())


class FunctionsSerializer(serializers.Serializer[Any]):
    """All of them."""

    functions = FunctionSerializer(many=True)
