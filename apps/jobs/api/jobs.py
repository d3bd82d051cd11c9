"""One job: itself, its lock and its draft."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.jobs import selectors
from apps.jobs.api.tree import with_folder
from apps.jobs.models import Job, SideDraft
from apps.jobs.serializers.drafts import DraftInput, SavedSerializer, SideDraftSerializer
from apps.jobs.serializers.tree import JobDetailSerializer, JobInput, JobSerializer, LockInput
from apps.jobs.services import drafts
from apps.jobs.services import jobs as services
from apps.jobs.viewsets import JobViewSet


@extend_schema(tags=["jobs"])
class Jobs(JobViewSet):
    """A job with its draft and lock."""

    model = Job
    serializer_class = JobDetailSerializer

    def retrieve(self, request: Request, **_: Any) -> Response:
        """The job, its lock and its draft's graph."""
        return Response(self.serialize(self.job))

    @extend_schema(request=JobInput)
    def partial_update(self, request: Request, **_: Any) -> Response:
        """Rename, describe or move the job."""
        sent = with_folder(
            self.actor, self.job.project, self.validated_data(JobInput, partial=True), "folder"
        )
        return Response(self.serialize(services.job_edit(actor=self.actor, job=self.job, **sent)))

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, **_: Any) -> Response:
        """Take the job out of the tree."""
        services.job_delete(actor=self.actor, job=self.job)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(tags=["jobs"])
class Lock(JobViewSet):
    """The edit lock."""

    model = Job
    serializer_class = JobSerializer

    @extend_schema(request=LockInput, responses=JobSerializer)
    def take(self, request: Request, **_: Any) -> Response:
        """Take the lock, or take it over with `force`."""
        job = drafts.lock_take(actor=self.actor, job=self.job, **self.validated_data(LockInput))
        return Response(self.serialize(job))

    @extend_schema(responses={200: JobSerializer})
    def release(self, request: Request, **_: Any) -> Response:
        """Give one's own lock back."""
        return Response(self.serialize(drafts.lock_release(actor=self.actor, job=self.job)))


@extend_schema(tags=["jobs"])
class Drafts(JobViewSet):
    """The draft, and work kept beside it."""

    model = SideDraft
    serializer_class = SideDraftSerializer

    @extend_schema(request=DraftInput, responses=SavedSerializer)
    def save(self, request: Request, **_: Any) -> Response:
        """Save; 409 when the lock or the revision is lost, and then the graph is kept beside the draft."""
        draft = drafts.draft_save(actor=self.actor, job=self.job, **self.validated_data(DraftInput))
        return Response(SavedSerializer(draft).data)

    def list(self, request: Request, **_: Any) -> Response:
        """Work kept beside the draft."""
        return self.paginated_response(selectors.side_drafts(self.actor, self.job))
