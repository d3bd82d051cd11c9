"""Writes down what the cluster reports of a job: its state, why it failed, its newest checkpoint."""

from typing import Any

from apps.instances.leases import Lease
from apps.instances.models import Desired, Instance
from apps.instances.redaction import redact_secrets
from apps.instances.services.state_writer import instance_change
from penstock.flink.error_parsing import root_cause
from penstock.flink.http import FlinkError
from penstock.flink.states import TERMINAL_STATES, JobStatus, Observed
from penstock.targets.base import Target

OUTSIDE = (
    "The job was cancelled outside Penstock (in Flink's pages or by its command line)."
    " Start it again if that was a mistake."
)


def status_apply(instance: Instance, job: JobStatus, target: Target, lease: Lease | None = None) -> None:
    """Record the state that the cluster reports of an instance's job."""
    observed = job.observed(Observed(instance.observed))
    changes: dict[str, Any] = {}
    if job.terminal:
        changes = {"desired": Desired.STOPPED, "error": _failure_reason(instance, job, target)}
    elif observed == Observed.RUNNING or instance.observed == Observed.UNKNOWN:
        changes = {"error": ""}
    changes |= {"observed": observed, "missing_since": None}
    if any(getattr(instance, name) != value for name, value in changes.items()):
        instance_change(instance, lease=lease, message=str(changes.get("error") or ""), **changes)


def _failure_reason(instance: Instance, job: JobStatus, target: Target) -> str:
    if job.state == "CANCELED" and instance.desired == Desired.RUNNING:
        return OUTSIDE
    if job.state != "FAILED":
        return ""
    try:
        entries = target.exceptions(job.id, 1)
    except FlinkError:
        entries = []
    cause = root_cause(entries[0]["trace"]) if entries else "Flink gives no reason."
    return redact_secrets(instance, f"The job failed: {cause}")


def cluster_away(instance: Instance, error: FlinkError, lease: Lease | None = None) -> None:
    """Record that the state is unknown."""
    if instance.observed == Observed.CREATED or instance.observed in TERMINAL_STATES:
        return
    text = f"{error} The state is unknown until it answers."
    if instance.observed != Observed.UNKNOWN:
        instance_change(instance, lease=lease, observed=Observed.UNKNOWN, error=text, message=text)


def checkpoint_note(instance: Instance, target: Target) -> None:
    """Store the newest completed checkpoint, whose location only a running cluster knows."""
    latest = target.latest_checkpoint(instance.flink_job_id)
    if latest and latest != instance.checkpoint:
        # No change of state: neither history nor announcement.
        Instance.objects.filter(id=instance.id, flink_job_id=instance.flink_job_id).update(checkpoint=latest)
        instance.checkpoint = latest
