"""Every read of tables, scoped to the actor."""

from typing import Any

from django.db.models import QuerySet

from apps.projects.models import Project
from apps.projects.selectors import in_visible_projects
from apps.tables.models import Table


def tables(actor: Any, project: Project) -> QuerySet[Table]:
    """The tables of a project."""
    return Table.objects.filter(in_visible_projects(actor), project=project).select_related(
        "datasource", "project"
    )
