"""HTTP of projects and members."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.viewsets import ScopedViewSet
from apps.projects import selectors, services
from apps.projects.models import Membership, Project
from apps.projects.serializers import (
    MemberInput,
    MemberSerializer,
    ProjectInput,
    ProjectSerializer,
    RolesInput,
)
from apps.projects.viewsets import ProjectViewSet


@extend_schema(tags=["projects"])
class Projects(ScopedViewSet):
    """The projects that one may enter."""

    model = Project
    serializer_class = ProjectSerializer

    def scope(self) -> QuerySet[Project]:
        """Own projects, with own roles."""
        return selectors.projects_with_roles(self.actor)

    def list(self, request: Request) -> Response:
        """Own projects."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=ProjectInput)
    def create(self, request: Request) -> Response:
        """Make a project; for tenant administrators."""
        project = services.project_create(actor=self.actor, **self.validated_data(ProjectInput))
        return Response(self.serialize(self.get_object_or_404(project.pk)), status.HTTP_201_CREATED)

    def retrieve(self, request: Request, project: UUID) -> Response:
        """One project."""
        return Response(self.serialize(self.get_object_or_404(project)))

    @extend_schema(request=ProjectInput)
    def partial_update(self, request: Request, project: UUID) -> Response:
        """Change name or description."""
        changes = self.validated_data(ProjectInput, partial=True)
        services.project_edit(actor=self.actor, project=self.get_object_or_404(project), **changes)
        return Response(self.serialize(self.get_object_or_404(project)))


@extend_schema(tags=["projects"])
class Members(ProjectViewSet):
    """Who works in a project."""

    model = Membership
    serializer_class = MemberSerializer

    def scope(self) -> QuerySet[Membership]:
        """The project's people."""
        return selectors.members(self.actor, self.project)

    def list(self, request: Request, **_: Any) -> Response:
        """The members with their roles."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=MemberInput)
    def create(self, request: Request, **_: Any) -> Response:
        """Let a colleague in."""
        member = services.member_add(
            actor=self.actor, project=self.project, **self.validated_data(MemberInput)
        )
        return Response(self.serialize(member), status.HTTP_201_CREATED)

    @extend_schema(request=RolesInput)
    def partial_update(self, request: Request, id: UUID, **_: Any) -> Response:
        """Give a member other roles."""
        member = services.member_edit(
            actor=self.actor, member=self.get_object_or_404(id), **self.validated_data(RolesInput)
        )
        return Response(self.serialize(member))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID, **_: Any) -> Response:
        """Withdraw a member's access."""
        services.member_remove(actor=self.actor, member=self.get_object_or_404(id))
        return Response(status=status.HTTP_204_NO_CONTENT)
