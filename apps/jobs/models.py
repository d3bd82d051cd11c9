"""The job tree, one draft per job under a lock, kept side drafts, and versions that never change."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.core.models import Base
from apps.projects.models import Project

if TYPE_CHECKING:
    import uuid


class Folder(Base):
    """A branch of the job tree."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="folders")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="folders")
    name = models.CharField(max_length=100)

    if TYPE_CHECKING:
        project_id: uuid.UUID
        parent_id: uuid.UUID | None

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "parent", "name"],
                name="folder_name",
                nulls_distinct=False,
                violation_error_message="There is a folder of this name here already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Job(Base):
    """A pipeline. Deleting hides it: its versions stay, since what ran must stay explicable."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="jobs")
    folder = models.ForeignKey(Folder, models.PROTECT, null=True, blank=True, related_name="jobs")
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    locked_at = models.DateTimeField(null=True, blank=True)
    last_number = models.PositiveIntegerField(
        default=0, help_text="Number of the latest version, 0 before the first"
    )
    deleted_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        project_id: uuid.UUID
        folder_id: uuid.UUID | None
        locked_by_id: uuid.UUID | None

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="job_name",
                condition=Q(deleted_at=None),
                violation_error_message="The project has a job of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Draft(Base):
    """The graph being edited. `revision` grows with every save; a save names the one that it replaces."""

    job = models.OneToOneField(Job, models.CASCADE, related_name="draft")
    graph = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    if TYPE_CHECKING:
        saved_by_id: uuid.UUID | None

    def __str__(self) -> str:
        return f"draft of {self.job}"


class SideDraft(Base):
    """Work that could not be saved (lock taken over, or somebody was faster), kept to compare with."""

    class Reason(models.TextChoices):
        """Why it is not the draft."""

        LOCK = "lock", "The lock was taken over"
        STALE = "stale", "The draft had changed meanwhile"
        RESTORED = "restored", "A version was restored over it"

    job = models.ForeignKey(Job, models.CASCADE, related_name="side_drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    base_revision = models.PositiveIntegerField()
    reason = models.CharField(max_length=10, choices=Reason.choices)
    graph = models.JSONField()
    content_hash = models.CharField(max_length=64, default="", help_text="SHA-256 of the graph")

    class Meta:
        ordering = ["-updated_at"]
        constraints = [
            # One per content: autosave tries the same again, while two tabs of one person differ.
            models.UniqueConstraint(
                fields=["job", "user", "base_revision", "content_hash"], name="one_side_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"side draft of {self.job}"


class Version(Base):
    """An immutable, numbered state of a job: graph and what it compiled to. The database guards it."""

    job = models.ForeignKey(Job, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    graph = models.JSONField()
    script = models.JSONField()
    comment = models.CharField(max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 over graph and script")
    bundle_sha256 = models.CharField(
        max_length=64, blank=True, default="", help_text="Written once, when it is built"
    )

    if TYPE_CHECKING:
        job_id: uuid.UUID

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "number"],
                name="version_number",
                violation_error_message="Somebody submitted a version at the same moment: try again.",
            )
        ]
        triggers = [
            pgtrigger.ReadOnly(name="version_is_immutable", exclude=["bundle_sha256", "updated_at"]),
            pgtrigger.Protect(
                name="bundle_is_written_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__bundle_sha256__df=pgtrigger.F("new__bundle_sha256"))
                & ~pgtrigger.Q(old__bundle_sha256=""),
            ),
            pgtrigger.Protect(name="version_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.job} v{self.number}"

    @property
    def project(self) -> Project:
        """The job's project (see rules)."""
        return self.job.project
