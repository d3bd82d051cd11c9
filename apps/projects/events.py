"""What is announced about projects."""

from apps.core import events
from apps.projects.models import Project


def changed(project: Project) -> None:
    """Name, members or environments of a project are different."""
    events.publish("project.changed", project=project.pk, id=project.pk)


def revoked(project: Project) -> None:
    """Somebody lost access: every open page of the project looks at once whether it was theirs."""
    events.publish("revoked", project=project.pk, id=project.pk)
