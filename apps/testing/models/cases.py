"""Test cases, and the suite that travels with a version."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.db import models

from apps.core.models import Base
from apps.jobs.models import Job, Version
from apps.packs.models import Pack, PackVersion
from apps.projects.models import Project

if TYPE_CHECKING:
    import uuid


class Case(Base):
    """A test case of a job. Every save increases `revision`, and names the one that it replaces."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="cases")
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True, default="")
    definition = models.JSONField(help_text="See penstock.testkit.case")
    revision = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    if TYPE_CHECKING:
        job_id: uuid.UUID

    class Meta:
        ordering = ["position", "created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "name"],
                name="case_name",
                violation_error_message="The job has a test case of this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def project(self) -> Project:
        """The job's project (see rules)."""
        return self.job.project


class CaseInput(Base):
    """That a case reads a pack: a copy of what its definition says, so that the database protects it."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="inputs")
    pack = models.ForeignKey(Pack, models.PROTECT, related_name="case_inputs")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "pack"], name="one_input_of_a_pack")]

    def __str__(self) -> str:
        return f"{self.pack} in {self.case}"


class Suite(Base):
    """The test cases of a version, as they were when it was created. The database keeps it unchanged."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="suite")
    feeds = models.JSONField(help_text="What each source of the version reads, by its name")

    if TYPE_CHECKING:
        version_id: uuid.UUID

    class Meta:
        triggers = [
            pgtrigger.ReadOnly(name="suite_is_immutable", exclude=["updated_at"]),
            pgtrigger.Protect(name="suite_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"suite of {self.version}"


class VersionCase(Base):
    """A case in a version's suite, with its packs at fixed versions."""

    suite = models.ForeignKey(Suite, models.PROTECT, related_name="cases")
    case = models.UUIDField(help_text="The case that it was copied from, which may be deleted")
    name = models.CharField(max_length=100)
    position = models.PositiveIntegerField(default=0)
    definition = models.JSONField()
    digest = models.CharField(max_length=64, help_text="SHA-256 of the definition")

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["suite", "name"], name="version_case_name")]
        triggers = [
            pgtrigger.ReadOnly(name="version_case_is_immutable", exclude=["updated_at"]),
            pgtrigger.Protect(name="version_case_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.suite}"


class VersionCasePack(Base):
    """Which version of a pack is the input of which source of a case in a suite."""

    version_case = models.ForeignKey(VersionCase, models.PROTECT, related_name="packs")
    source = models.CharField(max_length=200)
    pack_version = models.ForeignKey(PackVersion, models.PROTECT, related_name="version_cases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version_case", "source"], name="one_pack_a_source")]
        triggers = [
            pgtrigger.ReadOnly(name="version_case_pack_is_immutable", exclude=["updated_at"]),
            pgtrigger.Protect(name="version_case_pack_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.pack_version}"
