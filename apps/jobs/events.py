"""What is announced about folders, jobs, locks and versions."""

from apps.core import events
from apps.jobs.models import Draft, Job, Version
from apps.projects.models import Project


def tree_changed(project: Project) -> None:
    """A folder or job came, went, moved or was renamed."""
    events.publish("tree.changed", project=project.pk, id=project.pk)


def job_changed(job: Job) -> None:
    """A job's description is different, or a version was restored over its draft."""
    events.publish("job.changed", project=job.project_id, id=job.pk, job=job.pk)


def draft_saved(draft: Draft) -> None:
    """A draft was saved. Its author, who knows the revision, has nothing to fetch."""
    job = draft.job
    events.publish("draft.saved", project=job.project_id, id=job.pk, job=job.pk, revision=draft.revision)


def lock_changed(job: Job) -> None:
    """The edit lock went to somebody, or was given back."""
    events.publish("lock.changed", project=job.project_id, id=job.pk, job=job.pk)


def version_created(version: Version) -> None:
    """A job has a new version."""
    job = version.job
    events.publish(
        "version.created", project=job.project_id, id=version.pk, job=job.pk, number=version.number
    )
