"""The versions of a pack and their rows."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.downloads import stream
from apps.core.viewsets import ScopedViewSet
from apps.packs import selectors
from apps.packs.api.uploads import Uploads, body
from apps.packs.models import Pack
from apps.packs.serializers.packs import PackVersionSerializer, RowsQuery, RowsSerializer, VersionQuery
from apps.packs.serializers.uploads import BadRowsSerializer, NewVersionFile, NewVersionRows
from apps.packs.services import packs as services


class _OfPack(ScopedViewSet):
    model = Pack

    def scope(self) -> QuerySet[Pack]:
        """The packs that the actor may see."""
        return selectors.packs(self.actor)


@extend_schema(tags=["packs"])
class Versions(Uploads, _OfPack):
    """The versions of a pack."""

    serializer_class = PackVersionSerializer

    @extend_schema(operation_id="packs_versions_list", responses=PackVersionSerializer(many=True))
    def list(self, request: Request, id: UUID, **_: Any) -> Response:
        """Versions, the latest first."""
        return self.paginated_response(selectors.versions(self.actor, self.get_object_or_404(id)))

    @extend_schema(
        request=body(NewVersionFile, NewVersionRows),
        responses={
            201: PackVersionSerializer,
            200: OpenApiResponse(PackVersionSerializer, description="The latest version holds the same."),
            400: BadRowsSerializer,
        },
    )
    def create(self, request: Request, id: UUID, **_: Any) -> Response:
        """Add a version with new rows. The same content twice is one version."""
        pack = self.get_object_or_404(id)
        given = self.rows_sent(NewVersionFile, NewVersionRows)
        version, new = services.version_create(actor=self.actor, pack=pack, **given)
        return Response(self.serialize(version), status.HTTP_201_CREATED if new else status.HTTP_200_OK)


@extend_schema(tags=["packs"])
class Rows(_OfPack):
    """The rows of a pack."""

    serializer_class = RowsSerializer

    @extend_schema(parameters=[RowsQuery], responses=RowsSerializer)
    def rows(self, request: Request, id: UUID, **_: Any) -> Response:
        """Some rows of a version."""
        asked = self.query_params(RowsQuery)
        version = selectors.version_get(self.actor, self.get_object_or_404(id), asked.get("version"))
        found = selectors.rows(self.actor, version, asked["offset"], asked["limit"])
        return Response(
            {"version": version.number, "total": version.rows, "offset": asked["offset"], "rows": found}
        )

    @extend_schema(
        parameters=[VersionQuery],
        responses={(200, "application/jsonl"): OpenApiResponse(OpenApiTypes.BINARY, "JSON lines")},
    )
    def download(self, request: Request, id: UUID, **_: Any) -> StreamingHttpResponse:
        """All rows of a version, as a file of JSON lines."""
        pack = self.get_object_or_404(id)
        version = selectors.version_get(self.actor, pack, self.query_params(VersionQuery).get("version"))
        name = f"{pack.name}-v{version.number}.jsonl"
        return stream(request, selectors.lines(self.actor, version), name, version.bytes)
