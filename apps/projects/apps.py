"""Registration with Django."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Tenants, projects, members, environments."""

    name = "apps.projects"
    label = "projects"
