"""Every write of environments."""

from django.conf import settings

from apps.environments.models import Environment
from apps.projects.models import Project


def environments_create(project: Project) -> None:
    """Create test and production of a new project, at the clusters that the settings name."""
    for name in Environment.Name.values:
        url = settings.FLINK_URLS.get(name, "")
        Environment.objects.create(project=project, name=name, url=url, ui_url=url)
