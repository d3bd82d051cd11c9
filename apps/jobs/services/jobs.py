"""Jobs: make, rename, move, delete."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.permissions import require
from apps.jobs import events
from apps.jobs.lifecycle import job_deleting
from apps.jobs.models import Draft, Folder, Job
from apps.projects.models import Project
from penstock.graph.document import Graph, GraphDocument


@transaction.atomic
def job_create(
    *,
    actor: User,
    project: Project,
    name: str,
    folder: Folder | None = None,
    description: str = "",
    graph: GraphDocument | None = None,
) -> Job:
    """Create a job with its draft; its creator holds the edit lock.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        GraphError: It is not the document of a graph.
    """
    require(actor, "job.edit", on=project)
    document = Graph.load(graph) if graph is not None else Graph()
    job = Job.objects.create(
        project=project,
        name=name,
        folder=folder,
        description=description,
        created_by=actor,
        locked_by=actor,
        locked_at=timezone.now(),
    )
    Draft.objects.create(job=job, graph=document.to_dict(), saved_by=actor)
    events.tree_changed(project)
    return job


@transaction.atomic
def job_edit(*, actor: User, job: Job, **changes: Any) -> Job:
    """Rename, describe or move a job; the graph doesn't change, so no lock is needed.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
    """
    require(actor, "job.edit", on=job)
    for field, value in changes.items():
        setattr(job, field, value)
    job.save(update_fields=[*changes, "updated_at"])
    events.tree_changed(job.project)
    events.job_changed(job)
    return job


@transaction.atomic
def job_delete(*, actor: User, job: Job) -> None:
    """Take a job out of the tree; its versions stay in the database.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Conflict: Something forbids it, such as an instance that runs.
    """
    require(actor, "job.edit", on=job)
    job = Job.objects.select_for_update().get(pk=job.pk)
    job_deleting.call(job)
    job.deleted_at, job.locked_by, job.locked_at = timezone.now(), None, None
    job.save(update_fields=["deleted_at", "locked_by", "locked_at", "updated_at"])
    events.tree_changed(job.project)
    events.job_changed(job)
