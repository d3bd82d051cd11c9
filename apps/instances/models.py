"""What runs: instances, desired and observed, and the operations that lead from one state to the other."""

from typing import TYPE_CHECKING

import pgtrigger
from django.db import models
from django.db.models import Q

from apps.core.models import Base
from apps.environments.models import Environment
from apps.jobs.models import Job, Version
from apps.projects.models import Project
from penstock.flink.states import TERMINAL_STATES, Observed

if TYPE_CHECKING:
    import uuid


class Desired(models.TextChoices):
    """What somebody wants."""

    RUNNING = "running", "Running"
    STOPPED = "stopped", "Stopped"


class ObservedState(models.TextChoices):
    """What is the case, as the cluster says."""

    CREATED = Observed.CREATED, "Created"
    STARTING = Observed.STARTING, "Starting"
    RUNNING = Observed.RUNNING, "Running"
    RESTARTING = Observed.RESTARTING, "Restarting"
    STOPPING = Observed.STOPPING, "Stopping"
    FINISHED = Observed.FINISHED, "Finished"
    FAILED = Observed.FAILED, "Failed"
    LOST = Observed.LOST, "Lost"
    UNKNOWN = Observed.UNKNOWN, "Unknown"
    STOPPED = Observed.STOPPED, "Stopped"


LIVE = Q(desired=Desired.RUNNING) | ~Q(observed__in=sorted(state.value for state in TERMINAL_STATES))


class Instance(Base):
    """One version of a job in one environment. Every write goes through `services.journal`."""

    job = models.ForeignKey(Job, models.PROTECT, related_name="instances")
    version = models.ForeignKey(Version, models.PROTECT, related_name="instances")
    environment = models.ForeignKey(Environment, models.PROTECT, related_name="instances")
    desired = models.CharField(max_length=20, choices=Desired.choices)
    observed = models.CharField(max_length=20, choices=ObservedState.choices)
    since = models.DateTimeField(help_text="When the observed state began")
    error = models.CharField(
        max_length=2000, blank=True, default="", help_text="What is wrong, and what to do"
    )
    generation = models.PositiveIntegerField(default=1, help_text="Grows with every accepted intent")
    attempt = models.PositiveIntegerField(default=0, help_text="Grows with every Flink job id")
    flink_job_id = models.CharField(max_length=32, blank=True, default="")
    start = models.JSONField(default=dict, help_text="How it was last asked to start")
    settings = models.JSONField(default=dict, help_text="Job settings changed for this instance")
    stop_savepoint = models.BooleanField(default=False, help_text="Whether the wanted stop takes a savepoint")
    started_by = models.CharField(max_length=150)
    restarts = models.PositiveIntegerField(default=0, help_text="Restarts by Penstock since the last intent")
    checkpoint = models.JSONField(null=True, blank=True, help_text="Newest completed: id, at (ms), path")
    incarnation = models.CharField(
        max_length=16, blank=True, default="", help_text="Cluster process it runs on"
    )
    missing_since = models.DateTimeField(
        null=True, blank=True, help_text="When the cluster first denied the job"
    )
    # Who reconciles it now. A worker that comes back from the dead finds a newer epoch and may write nothing.
    lease_epoch = models.PositiveBigIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveBigIntegerField(
        default=0, help_text="Grows with every write, so none is overwritten"
    )

    if TYPE_CHECKING:
        job_id: uuid.UUID
        version_id: uuid.UUID
        environment_id: uuid.UUID

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["environment", "desired", "observed"], name="instances_to_watch")]
        constraints = [
            models.UniqueConstraint(
                fields=["job", "environment"],
                name="one_live_instance",
                condition=LIVE,
                violation_error_message="The job runs in this environment already: stop that instance first.",
                violation_error_code="already-running",
            )
        ]

    def __str__(self) -> str:
        return f"{self.job} v{self.version.number} in {self.environment.name}"

    @property
    def project(self) -> Project:
        """The project (see rules)."""
        return self.job.project


class Attempt(Base):
    """One submission under one Flink job id. Written before the cluster is called; never changed."""

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    flink_job_id = models.CharField(max_length=32, unique=True)
    restored_from = models.CharField(
        max_length=1000, blank=True, default="", help_text="State that it starts with"
    )

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["instance", "number"], name="attempt_number")]
        triggers = [pgtrigger.ReadOnly(name="attempt_is_immutable", exclude=["updated_at"])]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.instance_id}"


class Savepoint(Base):
    """A savepoint that was asked for, whatever became of it; or a checkpoint kept from a lost run."""

    class Kind(models.TextChoices):
        """How it came about."""

        SAVEPOINT = "savepoint", "Savepoint"
        STOP = "stop", "Savepoint of a stop"
        CHECKPOINT = "checkpoint", "Retained checkpoint"

    class State(models.TextChoices):
        """What became of it."""

        PENDING = "pending", "Pending"
        COMPLETED = "completed", "Completed"
        FAILED = "failed", "Failed"

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="savepoints")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices)
    flink_job_id = models.CharField(max_length=32)
    location = models.CharField(max_length=1000, blank=True, default="")
    error = models.CharField(max_length=2000, blank=True, default="")
    created_by = models.CharField(max_length=150)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.instance_id}"

    @property
    def project(self) -> Project:
        """The project (see rules)."""
        return self.instance.project


class Operation(Base):
    """One effect on a cluster: written before it is tried, closed when what became of it is known.

    Everything by which the effect can be recognised later (job id, trigger id, directory) is in the
    row before the call: so any worker can find out what became of it.
    """

    class Kind(models.TextChoices):
        """What is done."""

        START = "start", "Start"
        STOP = "stop", "Stop"
        SAVEPOINT = "savepoint", "Savepoint"

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", "Planned"
        SENT = "sent", "Sent"
        UNKNOWN = "unknown", "Unknown"
        CONFIRMED = "confirmed", "Confirmed"
        FAILED = "failed", "Failed"

    OPEN = (State.PLANNED, State.SENT, State.UNKNOWN)

    instance = models.ForeignKey(Instance, models.PROTECT, related_name="operations")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    state = models.CharField(max_length=20, choices=State.choices, default=State.PLANNED)
    generation = models.PositiveIntegerField(help_text="The intent that it serves: each is served once")
    flink_job_id = models.CharField(max_length=32, blank=True, default="")
    restore = models.CharField(max_length=1000, blank=True, default="", help_text="State to start from")
    savepoint = models.ForeignKey(Savepoint, models.PROTECT, null=True, blank=True, related_name="operations")
    trigger_id = models.CharField(max_length=32, blank=True, default="")
    directory = models.CharField(max_length=1000, blank=True, default="")
    automatic = models.BooleanField(
        default=False, help_text="Planned by Penstock, such as the restart of a lost job"
    )
    tries = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=2000, blank=True, default="")
    created_by = models.CharField(max_length=150)
    sent_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["instance"],
                name="one_open_operation",
                condition=Q(state__in=["planned", "sent", "unknown"]),
                violation_error_message="Another operation on this instance is under way: wait for its end.",
                violation_error_code="operation-under-way",
            ),
            models.UniqueConstraint(
                fields=["instance", "generation"],
                name="one_operation_per_intent",
                violation_error_message="This was asked for already.",
                violation_error_code="operation-under-way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.instance_id} ({self.state})"


class Transition(models.Model):
    """The history of an instance: one row per change, in the transaction of the change; never altered."""

    id = models.BigAutoField(primary_key=True)
    instance = models.ForeignKey(Instance, models.PROTECT, related_name="transitions")
    operation = models.ForeignKey(
        Operation, models.PROTECT, null=True, blank=True, related_name="transitions"
    )
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    subject = models.CharField(max_length=20, help_text="desired, observed, attempt, or an operation's kind")
    before = models.CharField(max_length=40, blank=True, default="")
    after = models.CharField(max_length=40)
    message = models.CharField(max_length=2000, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        triggers = [pgtrigger.Protect(name="history_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.subject}: {self.before} → {self.after}"
