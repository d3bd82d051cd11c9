"""JSON of how a file is written."""

from typing import Any

from rest_framework import serializers

from penstock.testkit.encoding_detection import DELIMITERS

DAYS = ["dmy", "mdy"]
FORMATS = ["csv", "jsonl"]


class LayoutSerializer(serializers.Serializer[Any]):
    """How a file is written."""

    format = serializers.ChoiceField(FORMATS, allow_null=True)
    encoding = serializers.CharField(allow_null=True)
    delimiter = serializers.CharField(allow_null=True, trim_whitespace=False)
    quote = serializers.CharField()
    header = serializers.BooleanField(allow_null=True)
    days = serializers.ChoiceField(DAYS, allow_null=True)
    ignore_unknown = serializers.BooleanField()


class LayoutInput(serializers.Serializer[Any]):
    """How a file is written; what is left out is detected."""

    format = serializers.ChoiceField(FORMATS, required=False)
    encoding = serializers.CharField(max_length=40, required=False)
    delimiter = serializers.ChoiceField([*DELIMITERS, ":"], required=False)
    header = serializers.BooleanField(required=False)
    quote = serializers.ChoiceField(['"', "'"], required=False)
    days = serializers.ChoiceField(DAYS, required=False, help_text="Which comes first in 01/02/2026")
    ignore_unknown = serializers.BooleanField(required=False, help_text="Leave unknown columns out")
