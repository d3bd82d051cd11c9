"""Folders: make, rename, move, delete."""

from typing import Any

from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.jobs import events
from apps.jobs.models import Folder
from apps.projects.models import Project

MAX_DEPTH = 10


@transaction.atomic
def folder_create(*, actor: User, project: Project, name: str, parent: Folder | None = None) -> Folder:
    """Make a folder.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The folder would be nested too deep.
    """
    require(actor, "job.edit", on=project)
    _place(project, None, parent)
    folder = Folder.objects.create(project=project, name=name, parent=parent)
    events.tree_changed(project)
    return folder


@transaction.atomic
def folder_edit(*, actor: User, folder: Folder, **changes: Any) -> Folder:
    """Rename a folder, or move it under another.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The folder would be within itself, or nested too deep.
    """
    require(actor, "job.edit", on=folder.project)
    if "parent" in changes:
        _place(folder.project, folder, changes["parent"])
    for field, value in changes.items():
        setattr(folder, field, value)
    folder.save(update_fields=[*changes, "updated_at"])
    events.tree_changed(folder.project)
    return folder


@transaction.atomic
def folder_delete(*, actor: User, folder: Folder) -> None:
    """Delete an empty folder.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Conflict: The folder is not empty.
    """
    require(actor, "job.edit", on=folder.project)
    Project.objects.select_for_update().get(pk=folder.project_id)
    if folder.folders.exists() or folder.jobs.filter(deleted_at=None).exists():
        raise Conflict(f"The folder “{folder.name}” is not empty: move or delete what is in it first.")
    # Deleted jobs, which are kept for their versions, are no longer in the tree.
    folder.jobs.update(folder=None)
    project = folder.project
    folder.delete()
    events.tree_changed(project)


def _place(project: Project, folder: Folder | None, parent: Folder | None) -> None:
    """Refuse a place within itself or too deep; the project's row is locked against two moves at once."""
    Project.objects.select_for_update().get(pk=project.pk)
    depth, above = 0, parent
    while above is not None:
        depth += 1
        if folder is not None and above.pk == folder.pk:
            raise Invalid.field("parent", "A folder cannot be moved into itself.")
        if depth > MAX_DEPTH:
            raise Invalid.field("parent", f"Folders may be nested {MAX_DEPTH} deep.")
        above = above.parent
