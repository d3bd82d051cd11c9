"""Runs of test cases, what came out of them, and questions about it."""

from typing import TYPE_CHECKING

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from apps.core.models import Base, LeasedTask
from apps.jobs.models import Job, Version
from apps.projects.models import Project
from apps.testing.models.cases import Case

if TYPE_CHECKING:
    import uuid


class CompiledContent(Base):
    """What runs test: a compiled graph. Runs of the same content share it."""

    job = models.ForeignKey(Job, models.CASCADE, related_name="compiled_contents")
    digest = models.CharField(max_length=64, help_text="SHA-256 over everything below")
    script_digest = models.CharField(max_length=64)
    graph = models.JSONField()
    script = models.JSONField()
    feeds = models.JSONField()

    class Meta:
        db_table = "testing_subject"
        constraints = [models.UniqueConstraint(fields=["job", "digest"], name="one_subject_of_a_content")]

    def __str__(self) -> str:
        return f"{self.job} {self.digest[:12]}"


class TestTask(LeasedTask):
    """A task of the workers for unit tests."""

    error = models.CharField(max_length=4000, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    enqueued_at = models.DateTimeField(help_text="When the last message was sent to the workers")
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class Run(TestTask):
    """One run of a case, on a draft or a version. The database keeps an ended run unchanged."""

    class State(models.TextChoices):
        """Passed and failed exist only where something was expected; finished is without any."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        PASSED = "passed", "Passed"
        FAILED = "failed", "Failed"
        FINISHED = "finished", "Finished"
        STOPPED = "stopped", "Stopped at its limits"
        ERROR = "error", "Error"
        CANCELLED = "cancelled", "Cancelled"

    OPEN = (State.QUEUED, State.RUNNING)

    job = models.ForeignKey(Job, models.CASCADE, related_name="runs")
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="runs")
    version = models.ForeignKey(Version, models.PROTECT, null=True, blank=True, related_name="runs")
    compiled = models.ForeignKey(CompiledContent, models.PROTECT, related_name="runs", db_column="subject_id")
    case_name = models.CharField(max_length=100)
    definition = models.JSONField(help_text="The case, its packs at fixed versions")
    packs = models.JSONField(help_text="SHA-256 of each source's rows, by the source's name")
    content = models.CharField(max_length=64, help_text="SHA-256 of all that the outcome depends on")
    engine = models.CharField(max_length=10)
    coverage_wanted = models.BooleanField(default=False)
    coverage = models.JSONField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True, help_text="Everything but the outputs' rows")
    counts = models.JSONField(default=dict, help_text="Of the result, for lists")
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    batch = models.UUIDField(null=True, blank=True)

    if TYPE_CHECKING:
        job_id: uuid.UUID
        case_id: uuid.UUID | None
        version_id: uuid.UUID | None

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["job", "content"], name="runs_by_content"),
            models.Index(fields=["case", "-created_at"], name="runs_of_a_case"),
            models.Index(fields=["job", "batch"], name="runs_of_a_batch"),
            models.Index(
                fields=["state", "enqueued_at"],
                name="runs_to_sweep",
                condition=Q(state__in=["queued", "running"]),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="run_is_over",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(old__state__in=["queued", "running"])
                & (
                    pgtrigger.Q(old__state__df=pgtrigger.F("new__state"))
                    | pgtrigger.Q(old__content__df=pgtrigger.F("new__content"))
                    | pgtrigger.Q(old__definition__df=pgtrigger.F("new__definition"))
                    | pgtrigger.Q(old__result__df=pgtrigger.F("new__result"))
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_name} ({self.state})"

    @property
    def project(self) -> Project:
        """The job's project (see rules)."""
        return self.job.project


class RunOutput(Base):
    """The changes of one sink or tapped node of a run, in order."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="outputs")
    name = models.CharField(max_length=200)
    node = models.CharField(max_length=100, blank=True, default="")
    columns = models.JSONField()
    key = ArrayField(models.CharField(max_length=200), default=list)
    count = models.PositiveIntegerField(help_text="All changes, also those that did not fit the limits")
    kept = models.PositiveIntegerField()
    changes = models.JSONField()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["run", "name"], name="one_output_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name} of {self.run_id}"


class Trace(TestTask):
    """A question about a row of a run: which input caused it, or what it caused."""

    class State(models.TextChoices):
        """Its progress."""

        QUEUED = "queued", "Queued"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        ERROR = "error", "Error"

    run = models.ForeignKey(Run, models.CASCADE, related_name="traces")
    question = models.JSONField()
    answer = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"question about {self.run_id}"

    @property
    def project(self) -> Project:
        """The job's project (see rules)."""
        return self.run.job.project
