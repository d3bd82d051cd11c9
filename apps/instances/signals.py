"""What instances do when something happens elsewhere."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from apps.core.queue import enqueue
from apps.jobs.models import Version


@receiver(post_save, sender=Version)
def version_created(instance: Version, created: bool, **_: Any) -> None:
    """A new version: build its bundle while its author still reads the answer."""
    if created:
        enqueue("instances.bundle", instance.id)
