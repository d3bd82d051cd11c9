"""Bases of models: a random id and two times; and the lease of a task."""

import uuid

from django.db import models


class Base(models.Model):
    """UUID primary key, `created_at`, `updated_at`."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class LeasedTask(Base):
    """A task that one worker does at a time, see `apps.core.leased_tasks`."""

    state = models.CharField(max_length=10)
    # The fence: a worker that was given up finds another attempt, and may write nothing.
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
