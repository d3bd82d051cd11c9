"""Recordings of topics."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.core.viewsets import ScopedViewSet
from apps.packs import selectors
from apps.packs.models import Recording
from apps.packs.serializers.recordings import RecordingInput, RecordingSerializer
from apps.packs.services import recordings as services
from apps.projects.viewsets import ProjectViewSet


@extend_schema(tags=["packs"])
class ProjectRecordings(ProjectViewSet):
    """The recordings of a project."""

    model = Recording
    serializer_class = RecordingSerializer

    def scope(self) -> QuerySet[Recording]:
        """The project's recordings."""
        return selectors.recordings(self.actor, self.project)

    def list(self, request: Request, **_: Any) -> Response:
        """Recordings, the newest first."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=RecordingInput, responses={202: RecordingSerializer})
    def create(self, request: Request, **_: Any) -> Response:
        """Record from a topic into a new pack, or as the next version of the pack of this name."""
        sent = self.validated_data(RecordingInput)
        recording = services.recording_start(actor=self.actor, project=self.project, **sent)
        return Response(self.serialize(recording), status.HTTP_202_ACCEPTED)


@extend_schema(tags=["packs"])
class Recordings(ScopedViewSet):
    """One recording."""

    model = Recording
    serializer_class = RecordingSerializer

    def scope(self) -> QuerySet[Recording]:
        """What the actor may see."""
        return selectors.recordings(self.actor)

    def retrieve(self, request: Request, id: UUID, **_: Any) -> Response:
        """The progress of a recording, and its result."""
        return Response(self.serialize(self.get_object_or_404(id)))
