"""Connections to the stores of a tenant, used by its projects."""

from typing import TYPE_CHECKING

from django.db import models

from apps.core.models import Base
from apps.projects.models import Project, Tenant

if TYPE_CHECKING:
    import uuid


class Datasource(Base):
    """A named connection. Its secrets are one encrypted blob, and leave it only towards the store itself."""

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="datasources")
    projects = models.ManyToManyField(Project, related_name="datasources")
    name = models.SlugField(max_length=60)
    kind = models.CharField(max_length=20)
    """The name of its connector; `penstock.registry` knows which there are."""
    description = models.CharField(max_length=1000, blank=True, default="")
    config = models.JSONField(default=dict)
    vault = models.BinaryField(default=bytes, editable=False)
    secrets_set = models.JSONField(default=list, editable=False)

    if TYPE_CHECKING:
        tenant_id: uuid.UUID

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="datasource_name",
                violation_error_message="A data source of this name exists already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
