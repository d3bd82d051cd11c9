"""What instances do when something happens elsewhere."""

from apps.core.errors import Conflict
from apps.core.task_queue import enqueue
from apps.instances.models import LIVE, Instance
from apps.jobs.lifecycle import job_deleting, version_submitted
from apps.jobs.models import Job, Version


def register() -> None:
    """Add this app's steps; called once, when Django has loaded all apps."""
    version_submitted.add_step(build_bundle)
    job_deleting.add_step(forbid_while_running)


def build_bundle(version: Version) -> None:
    """Build the bundle of a new version before anybody starts it."""
    enqueue("instances.bundle", version.id)


def forbid_while_running(job: Job) -> None:
    """Check that no instance of the job runs.

    Raises:
        Conflict: One does.
    """
    running = Instance.objects.filter(LIVE, job=job).select_related("environment").first()
    if running is not None:
        raise Conflict(
            f"“{job.name}” runs in {running.environment.name}: stop it first.", code="still-running"
        )
