"""What environments do when something happens elsewhere."""

from apps.environments.services import environments_create
from apps.projects.lifecycle import project_created


def register() -> None:
    """Add this app's steps; called once, when Django has loaded all apps."""
    project_created.add_step(environments_create)
