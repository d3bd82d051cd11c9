"""A table is a topic or a database table whose columns are known."""

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.models import Base
from apps.datasources.models import Datasource
from apps.projects.models import Project

if TYPE_CHECKING:
    import uuid


class Table(Base):
    """Columns, event time and key of one topic or database table, within a project."""

    class Format(models.TextChoices):
        """How the records of a topic are written; empty for database tables."""

        JSON = "json", "JSON"
        CSV = "csv", "CSV"
        NONE = "", "Not applicable"

    project = models.ForeignKey(Project, models.CASCADE, related_name="tables")
    datasource = models.ForeignKey(Datasource, models.PROTECT, related_name="tables")
    name = models.CharField(max_length=249, help_text="The topic or table as the store calls it")
    columns = models.JSONField(default=list)
    event_time = models.CharField(max_length=100, blank=True, default="")
    key = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    format = models.CharField(max_length=20, choices=Format.choices, blank=True, default=Format.JSON)
    description = models.CharField(max_length=1000, blank=True, default="")

    if TYPE_CHECKING:
        project_id: uuid.UUID
        datasource_id: uuid.UUID

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "datasource", "name"],
                name="table_name",
                violation_error_message="The project describes this topic or table already.",
            )
        ]

    def __str__(self) -> str:
        return self.name
