"""Versions: submit, read, restore, compare."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.jobs import selectors
from apps.jobs.models import Version
from apps.jobs.serializers.drafts import SavedSerializer
from apps.jobs.serializers.versions import (
    DiffQuery,
    DiffSerializer,
    SubmitInput,
    VersionDetailSerializer,
    VersionSerializer,
)
from apps.jobs.services import drafts, versions
from apps.jobs.viewsets import JobViewSet
from penstock.graph.diff import diff
from penstock.graph.document import Graph


@extend_schema(tags=["versions"])
class Versions(JobViewSet):
    """The immutable versions of a job."""

    model = Version
    serializer_class = VersionSerializer

    def scope(self) -> QuerySet[Version]:
        """The job's versions."""
        return selectors.versions(self.actor, self.job)

    def list(self, request: Request, **_: Any) -> Response:
        """Versions, the latest first."""
        return self.paginated_response(self.get_queryset().defer("graph", "script"))

    @extend_schema(
        request=SubmitInput,
        responses={
            201: VersionDetailSerializer,
            200: OpenApiResponse(VersionDetailSerializer, description="The latest version holds the same."),
        },
    )
    def create(self, request: Request, **_: Any) -> Response:
        """Submit the draft; refused while the check has errors. The same content twice is one version."""
        version, new = versions.version_submit(
            actor=self.actor, job=self.job, **self.validated_data(SubmitInput)
        )
        return Response(
            VersionDetailSerializer(version).data, status.HTTP_201_CREATED if new else status.HTTP_200_OK
        )

    @extend_schema(responses=VersionDetailSerializer)
    def retrieve(self, request: Request, number: int, **_: Any) -> Response:
        """A version with its graph."""
        return Response(VersionDetailSerializer(selectors.version_get(self.actor, self.job, number)).data)

    @extend_schema(request=None, responses=SavedSerializer)
    def restore(self, request: Request, number: int, **_: Any) -> Response:
        """Make the version's graph the draft; the draft is kept beside it. Needs the lock."""
        version = selectors.version_get(self.actor, self.job, number)
        return Response(SavedSerializer(drafts.draft_restore(actor=self.actor, version=version)).data)

    @extend_schema(parameters=[DiffQuery], responses=DiffSerializer)
    def diff(self, request: Request, **_: Any) -> Response:
        """Compare two versions, or a version and the draft."""
        query = self.query_params(DiffQuery)
        old, new = (selectors.graph_at(self.actor, self.job, query[side]) for side in ("from", "to"))
        found = diff(Graph.load(old), Graph.load(new))
        return Response(
            {
                "from": {"point": query["from"], "graph": old},
                "to": {"point": query["to"], "graph": new},
                "diff": found.to_dict(),
            }
        )
