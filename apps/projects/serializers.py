"""JSON of projects and members."""

from typing import Any

from rest_framework import serializers

from apps.core.fields import NameField
from apps.projects.models import Membership, Project
from apps.projects.roles import ProjectRole, permissions_of, project_permissions


class PersonSerializer(serializers.Serializer[Any]):
    """Somebody, as others see them."""

    id = serializers.UUIDField()
    username = serializers.CharField()
    full_name = serializers.CharField()


class ProjectSerializer(serializers.ModelSerializer[Project]):
    """A project of `selectors.projects_with_roles`, with the current user's roles and permissions."""

    roles = serializers.SerializerMethodField()
    permissions = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = ["id", "name", "description", "created_at", "roles", "permissions"]
        read_only_fields = fields

    def get_roles(self, project: Project) -> list[str]:
        """The current user's roles in the project itself."""
        return [role for own in project.memberships.all() for role in own.roles]

    def get_permissions(self, project: Project) -> list[str]:
        """What all roles of the current user grant here."""
        everywhere = self.context["request"].user.tenant_roles
        return sorted(permissions_of([*everywhere, *self.get_roles(project)]) & project_permissions())


class ProjectInput(serializers.Serializer[Any]):
    """A new or changed project."""

    name = NameField()
    description = serializers.CharField(max_length=1000, allow_blank=True, required=False)


class MemberSerializer(serializers.ModelSerializer[Membership]):
    """A person with their roles in the project."""

    user = PersonSerializer()

    class Meta:
        model = Membership
        fields = ["id", "user", "roles", "created_at"]
        read_only_fields = fields


class RolesInput(serializers.Serializer[Any]):
    """The roles of a member."""

    roles = serializers.ListField(
        child=serializers.ChoiceField(ProjectRole.choices), min_length=1, max_length=10
    )


class MemberInput(RolesInput):
    """A new member."""

    username = serializers.CharField(max_length=100)
