"""Where a project's jobs run."""

from typing import TYPE_CHECKING

from django.db import models

from apps.core.models import Base
from apps.projects.models import Project
from penstock.flink.versions import DEFAULT_VERSION

if TYPE_CHECKING:
    import uuid


class Environment(Base):
    """One Flink cluster and its engine version, under the name by which people know it."""

    class Name(models.TextChoices):
        """Every project has both."""

        TEST = "test", "Test"
        PRODUCTION = "production", "Production"

    project = models.ForeignKey(Project, models.CASCADE, related_name="environments")
    name = models.CharField(max_length=20, choices=Name.choices)
    engine = models.CharField(max_length=10, default=DEFAULT_VERSION, help_text="Flink version, such as 1.20")
    url = models.CharField(max_length=300, blank=True, default="", help_text="REST address of the cluster")
    ui_url = models.CharField(
        max_length=300, blank=True, default="", help_text="Flink's own pages, for people"
    )
    slots = models.PositiveIntegerField(default=8, help_text="Task slots that the project may use")

    if TYPE_CHECKING:
        project_id: uuid.UUID

    class Meta:
        # The table was made by the app projects and keeps its name.
        db_table = "projects_environment"
        ordering = ["-name"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="one_environment_of_a_name",
                violation_error_message="The project has an environment of this name already.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} / {self.name}"
