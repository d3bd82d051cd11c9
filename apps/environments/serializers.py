"""JSON of environments."""

from rest_framework import serializers

from apps.environments.models import Environment


class EnvironmentSerializer(serializers.ModelSerializer[Environment]):
    """Where jobs run."""

    class Meta:
        model = Environment
        fields = ["id", "name", "engine", "url", "ui_url", "slots"]
        read_only_fields = fields
