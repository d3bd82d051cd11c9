"""JSON of sessions and tokens."""

from typing import Any

from rest_framework import serializers

from apps.accounts.models import ApiToken
from apps.core.fields import NameField
from apps.projects.serializers import PersonSerializer, ProjectSerializer


class LoginInput(serializers.Serializer[Any]):
    """User name and password."""

    username = serializers.CharField(max_length=100)
    password = serializers.CharField(max_length=500, trim_whitespace=False, write_only=True)


class PasswordInput(serializers.Serializer[Any]):
    """The present password and the one to come."""

    old = serializers.CharField(max_length=500, trim_whitespace=False, write_only=True)
    new = serializers.CharField(max_length=500, trim_whitespace=False, write_only=True)


class OwnTenantSerializer(serializers.Serializer[Any]):
    """The current user's organisation and their roles in all of it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())
    permissions = serializers.ListField(child=serializers.CharField())


class SessionSerializer(serializers.Serializer[Any]):
    """Who is signed in, and where they may go."""

    user = PersonSerializer()
    tenant = OwnTenantSerializer()
    projects = ProjectSerializer(many=True)


class TokenSerializer(serializers.ModelSerializer[ApiToken]):
    """A token, without its secret."""

    class Meta:
        model = ApiToken
        fields = ["id", "name", "prefix", "created_at", "expires_at", "last_used_at"]
        read_only_fields = fields


class NewTokenSerializer(TokenSerializer):
    """A token just made: the only time that `token` is shown."""

    token = serializers.CharField(source="secret")

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]
        read_only_fields = fields


class TokenInput(serializers.Serializer[Any]):
    """A new token."""

    name = NameField()
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
