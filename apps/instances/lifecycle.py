"""What instances do when something happens elsewhere."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from apps.core.errors import Conflict
from apps.core.task_queue import enqueue
from apps.instances.models import LIVE, Instance
from apps.jobs.lifecycle import job_deleting
from apps.jobs.models import Job, Version


@receiver(post_save, sender=Version)
def version_created(instance: Version, created: bool, **_: Any) -> None:
    """A new version: build its bundle while its author still reads the answer."""
    if created:
        enqueue("instances.bundle", instance.id)


@receiver(job_deleting)
def job_still_runs(job: Job, **_: Any) -> None:
    """A job can't be deleted from under what runs."""
    running = Instance.objects.filter(LIVE, job=job).select_related("environment").first()
    if running is not None:
        raise Conflict(
            f"“{job.name}” runs in {running.environment.name}: stop it first.", code="still-running"
        )
