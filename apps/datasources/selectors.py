"""Every read of data sources, scoped to the actor."""

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.datasources.models import Datasource
from apps.projects.models import Project
from apps.projects.selectors import projects, projects_where


def datasources(actor: User, project: Project) -> QuerySet[Datasource]:
    """The data sources that a project uses."""
    allowed = projects(actor).filter(pk=project.pk)
    return Datasource.objects.filter(tenant_id=actor.tenant_id, projects__in=allowed)


def attachable(actor: User, project: Project) -> QuerySet[Datasource]:
    """What the project could use too: data sources of projects in which the actor may change them as here."""
    allowed = projects_where(actor, "datasource.edit")
    if not allowed.filter(pk=project.pk).exists():
        return Datasource.objects.none()
    found = Datasource.objects.filter(tenant_id=actor.tenant_id, projects__in=allowed)
    return found.exclude(projects=project).distinct()
