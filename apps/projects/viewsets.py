"""The base of every view below /api/projects/{project}/."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request

from apps.core.viewsets import ScopedViewSet
from apps.projects import selectors
from apps.projects.models import Project


class ProjectViewSet(ScopedViewSet):
    """Finds the project first (404 for users who may not enter it); `scope()` sees only its rows."""

    project: Project

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, then enter the project."""
        super().initial(request, *args, **kwargs)
        self.project = selectors.project_get(self.actor, kwargs["project"])

    def scope(self) -> QuerySet[Any]:
        """The project's rows, for models that point at it; others override."""
        return self.model._default_manager.filter(
            selectors.in_visible_projects(self.actor), project=self.project
        )
