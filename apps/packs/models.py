"""Data packs with versions that never change, and recordings that make them."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.core.models import Base, LeasedTask
from apps.datasources.models import Datasource
from apps.projects.models import Project

if TYPE_CHECKING:
    import uuid


class Pack(Base):
    """Rows for tests, of fixed columns. Deleting hides it; what nothing refers to is taken away later.

    Who refers to a pack does so by a foreign key with the related name `case_inputs`; those are counted.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="packs")
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True, default="")
    columns = models.JSONField(help_text="Names and Flink types")
    event_time = models.CharField(max_length=100, blank=True, default="")
    last_number = models.PositiveIntegerField(default=0, help_text="Number of the latest version")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)

    if TYPE_CHECKING:
        project_id: uuid.UUID

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "name"],
                name="pack_name",
                condition=Q(deleted_at=None),
                violation_error_message="The project has a data pack of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PackVersion(Base):
    """One content of a pack: a file of JSON lines, found by its SHA-256. The database guards it."""

    class Origin(models.TextChoices):
        """How the rows came."""

        UPLOAD = "upload", "Uploaded"
        GRID = "grid", "Typed in"
        RECORDING = "recording", "Recorded"

    pack = models.ForeignKey(Pack, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    rows = models.PositiveIntegerField()
    bytes = models.PositiveBigIntegerField()
    origin = models.CharField(max_length=10, choices=Origin.choices)
    layout = models.JSONField(default=dict, help_text="How the file was written, as found")
    comment = models.CharField(max_length=1000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        pack_id: uuid.UUID

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "number"],
                name="pack_version_number",
                violation_error_message="Somebody made a version at the same moment: try again.",
            )
        ]
        triggers = [pgtrigger.ReadOnly(name="pack_version_is_immutable", exclude=["updated_at"])]

    def __str__(self) -> str:
        return f"{self.pack} v{self.number}"

    @property
    def project(self) -> Project:
        """The pack's project (see rules)."""
        return self.pack.project


class Recording(LeasedTask):
    """Records of a topic on their way into a pack."""

    class State(models.TextChoices):
        """Its progress."""

        QUEUED = "queued", "Waiting"
        RUNNING = "running", "Recording"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    class Start(models.TextChoices):
        """Which records: new ones, the first, or the last."""

        NOW = "now", "From now on"
        EARLIEST = "earliest", "The first ones"
        LATEST = "latest", "The last ones"

    project = models.ForeignKey(Project, models.CASCADE, related_name="recordings")
    pack = models.ForeignKey(Pack, models.SET_NULL, null=True, blank=True, related_name="recordings")
    datasource = models.ForeignKey(Datasource, models.SET_NULL, null=True, related_name="+")
    topic = models.CharField(max_length=249)
    name = models.CharField(max_length=100, help_text="Of the pack, which may exist already")
    limit_rows = models.PositiveIntegerField()
    limit_seconds = models.PositiveIntegerField()
    start = models.CharField(max_length=10, choices=Start.choices)
    format = models.CharField(max_length=20, default="json")
    columns = models.JSONField(default=list, help_text="Empty: as the records have them")
    event_time = models.CharField(max_length=100, blank=True, default="")
    masks = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    rows = models.PositiveIntegerField(default=0, help_text="Records taken so far")
    message = models.CharField(max_length=2000, blank=True, default="")
    attempts = models.PositiveSmallIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        project_id: uuid.UUID
        pack_id: uuid.UUID | None
        datasource_id: uuid.UUID | None

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["state"], name="recording_state")]

    def __str__(self) -> str:
        return f"recording of {self.topic}"


class MaskKey(Base):
    """What a project's hashes are keyed with, sealed: equal values stay equal within the project only."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="+")
    vault = models.BinaryField(editable=False)

    def __str__(self) -> str:
        return f"mask key of {self.project_id}"

    if TYPE_CHECKING:
        project_id: uuid.UUID
