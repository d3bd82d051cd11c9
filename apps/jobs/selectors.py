"""Every read of the job tree, scoped to the actor."""

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.jobs.models import Draft, Folder, Job, SideDraft, Version
from apps.projects.models import Project
from apps.projects.selectors import in_visible_projects
from penstock.graph.document import GraphDocument


def folders(actor: User, project: Project) -> QuerySet[Folder]:
    """The folders of a project."""
    return Folder.objects.filter(in_visible_projects(actor), project=project)


def jobs(actor: User) -> QuerySet[Job]:
    """Every job of every project that the actor may enter; deleted ones are gone."""
    found = Job.objects.filter(in_visible_projects(actor), deleted_at=None)
    return found.select_related("project", "locked_by", "created_by")


def draft(job: Job) -> Draft:
    """The job's draft."""
    return Draft.objects.select_related("saved_by").get(job=job)


def side_drafts(actor: User, job: Job) -> QuerySet[SideDraft]:
    """Kept work on a job."""
    return SideDraft.objects.filter(in_visible_projects(actor, "job__project"), job=job).select_related(
        "user"
    )


def versions(actor: User, job: Job | None = None) -> QuerySet[Version]:
    """Versions of one job, or of all jobs that the actor may see."""
    found = Version.objects.filter(in_visible_projects(actor, "job__project"), job__deleted_at=None)
    found = found.select_related("created_by", "job__project")
    return found.filter(job=job) if job else found


def version_get(actor: User, job: Job, number: int) -> Version:
    """One version by its number.

    Raises:
        NotFound: The job has no such version.
    """
    version = versions(actor, job).filter(number=number).first()
    if version is None:
        raise NotFound
    return version


def graph_at(actor: User, job: Job, point: str) -> GraphDocument:
    """The graph of a version (`"3"`) or of the draft (`"draft"`).

    Raises:
        NotFound: The job has no such version.
    """
    graph = draft(job).graph if point == "draft" else version_get(actor, job, int(point)).graph
    return dict(graph)
