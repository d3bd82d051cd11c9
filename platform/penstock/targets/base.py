"""What every target can do: the calls by which Penstock runs a job and finds out what became of it.

Every call has a time-out and raises a `FlinkError` whose class says whether the call may have taken effect.
Effects carry an id of ours (job id, trigger id), so that a call whose answer was lost can be repeated.
"""

from collections.abc import Collection
from typing import Any, Protocol

from penstock.flink.bundle import Bundle
from penstock.flink.metrics import JobTopology, NodeMetrics
from penstock.flink.rest import Overview, Submission
from penstock.flink.savepoints import SavepointStatus
from penstock.flink.states import JobStatus


class JobMonitor(Protocol):
    """What a person asks about a job that runs or ran."""

    def exceptions(self, job_id: str, limit: int = 20) -> list[dict[str, Any]]:
        """Why it failed or restarted, newest first: name, trace, time (ms since 1970), task, place."""

    def plan(self, job_id: str) -> dict[str, Any]:
        """The job's operators and how they are connected."""

    def metrics(self, job_id: str, topology: JobTopology) -> dict[str, NodeMetrics]:
        """Records per second and back-pressure of every node of the graph, by node id."""

    def log_sources(self, job_id: str) -> list[dict[str, str]]:
        """The logs in which the job writes, as `id` and `label`."""

    def log_lines(self, source: str, marks: Collection[str]) -> list[str]:
        """The last lines of a log that are about one of the job ids `marks`; raises NotFound."""


class Target(JobMonitor, Protocol):
    """A place that runs jobs, such as a session cluster."""

    def overview(self) -> Overview:
        """Version, task managers and slots."""

    def incarnation(self) -> str:
        """An id of the running control process: it differs after each restart, which loses the jobs."""

    def stage(self, bundle: Bundle) -> None:
        """Bring a bundle to the target ahead of the submission; nothing to do when it is there already."""

    def discard_bundles(self) -> int:
        """Delete old bundles, which running jobs don't need; returns how many."""

    def submit(self, submission: Submission) -> None:
        """Start a job. A job id is taken once: raises AlreadySubmitted for one that was used before."""

    def jobs(self) -> dict[str, JobStatus]:
        """Every job that the target knows, running or ended, by id."""

    def cancel(self, job_id: str) -> None:
        """End a job at once, without a savepoint; a job that has ended or is unknown is no error."""

    def state_exists(self, location: str) -> bool | None:
        """Whether a savepoint or checkpoint is still there; None when that can't be determined from here."""

    def savepoint_directory(self) -> str | None:
        """Where savepoints go, as the target is configured."""

    def savepoint(self, job_id: str, trigger_id: str, directory: str, *, stop: bool) -> None:
        """Trigger a savepoint, and with `stop` end the job with it. Repeated, it is the same savepoint."""

    def savepoint_status(self, job_id: str, trigger_id: str) -> SavepointStatus:
        """What became of a trigger."""

    def find_savepoint(self, job_id: str, directory: str) -> str | None:
        """The location of a completed savepoint whose trigger the target has forgotten."""

    def latest_checkpoint(self, job_id: str) -> dict[str, Any] | None:
        """The newest completed checkpoint: id, time (ms since 1970), path; None before the first."""

    def find_checkpoint(self, job_id: str, recorded: str = "") -> str | None:
        """The newest retained checkpoint of a job that is gone; `recorded` is the last one known."""
