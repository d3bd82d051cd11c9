"""The base of every view below /api/jobs/{job}/."""

from typing import Any

from rest_framework.generics import get_object_or_404
from rest_framework.request import Request

from apps.core.viewsets import ScopedViewSet
from apps.jobs import selectors
from apps.jobs.models import Job


class JobViewSet(ScopedViewSet):
    """Finds the job first (404 for users who may not see it)."""

    job: Job

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, then find the job."""
        super().initial(request, *args, **kwargs)
        self.job = get_object_or_404(selectors.jobs(self.actor), pk=kwargs["job"])
