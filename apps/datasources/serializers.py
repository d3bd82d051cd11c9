"""JSON of data sources. Secrets go in and never come out."""

from typing import Any

from rest_framework import serializers

from apps.datasources import client_factory
from apps.datasources.models import Datasource
from penstock import registry


def validate_kind(kind: str) -> None:
    """Check that a connector of this kind is installed.

    Raises:
        ValidationError: None is.
    """
    if kind not in registry.connector_kinds():
        known = ", ".join(registry.connector_kinds())
        raise serializers.ValidationError(f"There is no kind {kind!r} of data sources; known: {known}.")


class ConfigSerializer(serializers.Serializer[Any]):
    """What a connection may be made of; which fields a kind takes, its store decides."""

    bootstrap_servers = serializers.CharField(required=False)
    security_protocol = serializers.CharField(required=False)
    sasl_mechanism = serializers.CharField(required=False, allow_null=True)
    tls = serializers.CharField(required=False)
    host = serializers.CharField(required=False)
    port = serializers.IntegerField(required=False)
    database = serializers.CharField(required=False)
    username = serializers.CharField(required=False, allow_null=True)

    def to_internal_value(self, data: object) -> dict[str, Any]:
        """Pass on whatever is there: the store's own model validates it and names what it doesn't know.

        Raises:
            ValidationError: It is not an object.
        """
        if not isinstance(data, dict):
            raise serializers.ValidationError("An object with the connection's fields is needed.")
        return data

    def to_representation(self, instance: dict[str, Any]) -> dict[str, Any]:
        """The configuration as the store's model wrote it."""
        return instance


class DatasourceSerializer(serializers.ModelSerializer[Datasource]):
    """A connection; `secrets_set` tells which secrets are kept."""

    config = ConfigSerializer()
    address = serializers.SerializerMethodField(help_text="Where it leads, in one line.")
    secrets_set = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Datasource
        fields = [
            "id",
            "name",
            "kind",
            "description",
            "config",
            "address",
            "secrets_set",
            "created_at",
            "updated_at",
        ]
        read_only_fields = fields

    def get_address(self, source: Datasource) -> str:
        """Where it leads."""
        return client_factory.address(source.kind, source.config)


class SecretsField(serializers.DictField):
    """Secrets by name; null takes one away."""

    child = serializers.CharField(max_length=5000, allow_blank=True, allow_null=True, trim_whitespace=False)


class ConnectionInput(serializers.Serializer[Any]):
    """A connection to try."""

    kind = serializers.CharField(max_length=20, validators=[validate_kind])
    config = ConfigSerializer()
    secrets = SecretsField(required=False, default=dict, write_only=True)


class DatasourceInput(ConnectionInput):
    """A new data source."""

    name = serializers.RegexField(
        r"^[a-z0-9][a-z0-9-]*\Z",
        max_length=60,
        error_messages={"invalid": "Use small letters, digits and hyphens; begin with a letter or digit."},
    )
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class SecretSerializer(serializers.Serializer[Any]):
    """A secret of a kind; `when` names settings and the values for which it is needed."""

    name = serializers.CharField()
    title = serializers.CharField()
    help = serializers.CharField()
    when = serializers.DictField(required=False)


class DatasourceKindSerializer(serializers.Serializer[Any]):
    """A kind of data source with the form of its connection."""

    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    icon = serializers.CharField()
    summary = serializers.CharField()
    holds = serializers.ChoiceField(["topics", "tables"])
    families = serializers.ListField(child=serializers.CharField())
    capabilities = serializers.ListField(
        child=serializers.ChoiceField(list(client_factory.CAPABILITIES)),
        help_text="What can be done with it: browse names and columns, preview rows, record rows.",
    )
    config = serializers.DictField(help_text="JSON Schema of the settings.")
    secrets = SecretSerializer(many=True)


class AttachInput(serializers.Serializer[Any]):
    """A data source of another project."""

    datasource = serializers.UUIDField()


class DatasourceChange(serializers.Serializer[Any]):
    """A changed data source; name and kind stay."""

    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)
    config = ConfigSerializer(required=False)
    secrets = SecretsField(required=False, write_only=True)


class TestedSerializer(serializers.Serializer[Any]):
    """The connection works; the sentence says what was found."""

    message = serializers.CharField()


class NamesSerializer(serializers.Serializer[Any]):
    """Topics or tables."""

    names = serializers.ListField(child=serializers.CharField())


class ColumnSerializer(serializers.Serializer[Any]):
    """A column with its Flink type."""

    name = serializers.CharField()
    type = serializers.CharField()
    nullable = serializers.BooleanField(default=True)
    key = serializers.BooleanField(default=False)


class ColumnsSerializer(serializers.Serializer[Any]):
    """The columns of a topic or table."""

    columns = ColumnSerializer(many=True)


class SampleSerializer(serializers.Serializer[Any]):
    """Sample rows, each an object by column name."""

    columns = ColumnSerializer(many=True)
    rows = serializers.ListField(child=serializers.DictField())


class NameQuery(serializers.Serializer[Any]):
    """Which topic or table."""

    name = serializers.CharField(max_length=249)


class PreviewQuery(NameQuery):
    """Which topic or table, and how many rows."""

    limit = serializers.IntegerField(min_value=1, max_value=100, default=20)
