"""Serializer fields that several apps use."""

from typing import Any

from rest_framework import serializers


class NameField(serializers.CharField):
    """A name that people read: no line breaks, control or invisible characters; quotes are fine."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 100, **options})

    def to_internal_value(self, data: Any) -> str:
        """The trimmed name."""
        text = str(super().to_internal_value(data))
        if not text.isprintable():
            raise serializers.ValidationError(
                "Line breaks and invisible characters are not allowed in a name."
            )
        return text
