"""Where other apps take part in the life of a project."""

from apps.core.lifecycle import Hook
from apps.projects.models import Project

#: Called in the transaction that creates a project, once its creator is a member.
project_created: Hook[[Project], None] = Hook("project_created")
