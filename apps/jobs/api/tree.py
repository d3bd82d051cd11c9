"""The tree: folders and jobs of a project."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.jobs import selectors
from apps.jobs.models import Folder, Job
from apps.jobs.serializers.tree import (
    FolderInput,
    FolderSerializer,
    JobDetailSerializer,
    JobSerializer,
    NewJobInput,
    TreeSerializer,
)
from apps.jobs.services import folders as folder_services
from apps.jobs.services import jobs as services
from apps.projects.models import Project
from apps.projects.viewsets import ProjectViewSet


def with_folder(actor: User, project: Project, sent: dict[str, Any], field: str) -> dict[str, Any]:
    """`sent` with the folder's id replaced by the folder, which must be one of the project's.

    Raises:
        Invalid: The project has no such folder.
    """
    if sent.get(field) is None:
        return sent
    folder = selectors.folders(actor, project).filter(pk=sent[field]).first()
    if folder is None:
        raise Invalid.field(field, "The project has no such folder.")
    return {**sent, field: folder}


@extend_schema(tags=["jobs"])
class Tree(ProjectViewSet):
    """Folders and jobs at once."""

    model = Folder
    serializer_class = TreeSerializer

    def retrieve(self, request: Request, **_: Any) -> Response:
        """The whole tree, flat."""
        jobs = selectors.jobs(self.actor).filter(project=self.project)
        return Response(
            self.serialize({"folders": selectors.folders(self.actor, self.project), "jobs": jobs})
        )


@extend_schema(tags=["jobs"])
class Folders(ProjectViewSet):
    """The branches of the tree."""

    model = Folder
    serializer_class = FolderSerializer

    def scope(self) -> QuerySet[Folder]:
        """The project's folders."""
        return selectors.folders(self.actor, self.project)

    def list(self, request: Request, **_: Any) -> Response:
        """All folders, flat."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=FolderInput)
    def create(self, request: Request, **_: Any) -> Response:
        """Make a folder."""
        sent = with_folder(self.actor, self.project, self.validated_data(FolderInput), "parent")
        folder = folder_services.folder_create(actor=self.actor, project=self.project, **sent)
        return Response(self.serialize(folder), status.HTTP_201_CREATED)

    @extend_schema(request=FolderInput)
    def partial_update(self, request: Request, id: UUID, **_: Any) -> Response:
        """Rename or move a folder."""
        sent = with_folder(self.actor, self.project, self.validated_data(FolderInput, partial=True), "parent")
        return Response(
            self.serialize(
                folder_services.folder_edit(actor=self.actor, folder=self.get_object_or_404(id), **sent)
            )
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID, **_: Any) -> Response:
        """Delete an empty folder."""
        folder_services.folder_delete(actor=self.actor, folder=self.get_object_or_404(id))
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(tags=["jobs"])
class ProjectJobs(ProjectViewSet):
    """The jobs of a project."""

    model = Job
    serializer_class = JobSerializer

    def scope(self) -> QuerySet[Job]:
        """The project's jobs."""
        return selectors.jobs(self.actor).filter(project=self.project)

    def list(self, request: Request, **_: Any) -> Response:
        """All jobs of the project."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=NewJobInput, responses={201: JobDetailSerializer})
    def create(self, request: Request, **_: Any) -> Response:
        """Create a job, empty or with a graph; its creator holds the lock."""
        sent = with_folder(self.actor, self.project, self.validated_data(NewJobInput), "folder")
        job = services.job_create(actor=self.actor, project=self.project, **sent)
        shown = JobDetailSerializer(job, context=self.get_serializer_context())
        return Response(shown.data, status.HTTP_201_CREATED)
