"""Every read of data sources, scoped to the actor."""

from typing import Any

from django.db.models import QuerySet

from apps.datasources.models import Datasource
from apps.projects.models import Project
from apps.projects.selectors import projects


def datasources(actor: Any, project: Project) -> QuerySet[Datasource]:
    """The data sources that a project uses."""
    allowed = projects(actor).filter(pk=project.pk)
    return Datasource.objects.filter(tenant_id=actor.tenant_id, projects__in=allowed)
