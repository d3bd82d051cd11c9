"""The packs of a project: list, inspect a file, create, rename, delete."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.viewsets import ScopedViewSet
from apps.packs import selectors
from apps.packs.api.uploads import Uploads, body
from apps.packs.models import Pack
from apps.packs.serializers.packs import PackChange, PackSerializer
from apps.packs.serializers.uploads import (
    BadRowsSerializer,
    InspectedSerializer,
    InspectFile,
    InspectRows,
    NewPackFile,
    NewPackRows,
)
from apps.packs.services import packs as services
from apps.projects.viewsets import ProjectViewSet


@extend_schema(tags=["packs"])
class ProjectPacks(Uploads, ProjectViewSet):
    """The data packs of a project."""

    model = Pack
    serializer_class = PackSerializer

    def scope(self) -> QuerySet[Pack]:
        """The project's packs."""
        return selectors.packs(self.actor, self.project)

    def list(self, request: Request, **_: Any) -> Response:
        """The packs of the project."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(
        request=body(NewPackFile, NewPackRows), responses={201: PackSerializer, 400: BadRowsSerializer}
    )
    def create(self, request: Request, **_: Any) -> Response:
        """Create a pack from a file or from typed rows; nothing is stored when any value is bad."""
        given = self.rows_sent(NewPackFile, NewPackRows)
        pack = services.pack_create(actor=self.actor, project=self.project, **given)
        return Response(self.serialize(self.get_object_or_404(pack.pk)), status.HTTP_201_CREATED)


@extend_schema(tags=["packs"])
class Inspect(Uploads, ProjectViewSet):
    """Inspects a file before a pack is created from it."""

    model = Pack
    serializer_class = InspectedSerializer

    @extend_schema(
        request=body(InspectFile, InspectRows), responses={200: InspectedSerializer, 400: BadRowsSerializer}
    )
    def inspect(self, request: Request, **_: Any) -> Response:
        """Layout, columns, the first rows and every fault of a file; nothing is stored."""
        given = self.rows_sent(InspectFile, InspectRows)
        del given["origin"]
        return Response(services.pack_inspect(actor=self.actor, project=self.project, **given))


@extend_schema(tags=["packs"])
class Packs(ScopedViewSet):
    """One pack."""

    model = Pack
    serializer_class = PackSerializer

    def scope(self) -> QuerySet[Pack]:
        """What the actor may see."""
        return selectors.packs(self.actor)

    def retrieve(self, request: Request, id: UUID, **_: Any) -> Response:
        """The pack with its latest version."""
        return Response(self.serialize(self.get_object_or_404(id)))

    @extend_schema(request=PackChange)
    def partial_update(self, request: Request, id: UUID, **_: Any) -> Response:
        """Rename or describe a pack."""
        services.pack_edit(
            actor=self.actor, pack=self.get_object_or_404(id), **self.validated_data(PackChange)
        )
        return Response(self.serialize(self.get_object_or_404(id)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID, **_: Any) -> Response:
        """Delete a pack; refused while tests use it."""
        services.pack_delete(actor=self.actor, pack=self.get_object_or_404(id))
        return Response(status=status.HTTP_204_NO_CONTENT)
