"""Questions about rows of runs, with their answers."""

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.projects.selectors import in_visible_projects
from apps.testing.models import Trace


def traces(actor: User) -> QuerySet[Trace]:
    """Questions about runs that the actor may see."""
    found = Trace.objects.filter(in_visible_projects(actor, "run__job__project"), run__job__deleted_at=None)
    return found.select_related("run__job__project", "created_by")
