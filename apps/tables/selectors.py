"""Every read of tables, scoped to the actor."""

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.projects.models import Project
from apps.projects.selectors import in_visible_projects
from apps.tables.models import Table


def tables(actor: User, project: Project) -> QuerySet[Table]:
    """The tables of a project."""
    return Table.objects.filter(in_visible_projects(actor), project=project).select_related(
        "datasource", "project"
    )
