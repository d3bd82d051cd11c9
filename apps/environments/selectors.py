"""Every read of environments, scoped to the actor."""

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.environments.models import Environment
from apps.projects.models import Project
from apps.projects.selectors import in_visible_projects
from penstock.flink.versions import DEFAULT_VERSION


def environments(actor: User, project: Project) -> QuerySet[Environment]:
    """Test and production of a project."""
    return Environment.objects.filter(in_visible_projects(actor), project=project)


def find_test_environment(project: Project) -> Environment | None:
    """The environment in which a project's jobs are tried out."""
    return Environment.objects.filter(project=project, name=Environment.Name.TEST).first()


def engine_version(project: Project) -> str:
    """The Flink version that a project's jobs are planned for: that of its test environment."""
    environment = find_test_environment(project)
    return environment.engine if environment else DEFAULT_VERSION
