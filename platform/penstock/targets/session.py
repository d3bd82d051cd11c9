"""A session cluster: one Flink cluster, reached over REST, that runs the jobs of many."""

from collections.abc import Collection
from pathlib import PurePosixPath
from typing import Any

from pydantic import BaseModel

from penstock.flink import logs, savepoints
from penstock.flink.bundle import Bundle
from penstock.flink.metrics import JobTopology, NodeMetrics, job_metrics
from penstock.flink.rest import Cluster, Overview, Submission
from penstock.flink.savepoints import SavepointStatus
from penstock.flink.states import JobStatus


class SessionConfig(BaseModel):
    """How a session cluster is reached."""

    url: str


class SessionTarget:
    """The `Target` of a session cluster."""

    Config = SessionConfig

    def __init__(self, config: SessionConfig) -> None:
        self._cluster = Cluster(config.url)

    def overview(self) -> Overview:
        """See `Target.overview`."""
        return self._cluster.overview()

    def incarnation(self) -> str:
        """See `Target.incarnation`: of the JobManager's process."""
        return self._cluster.incarnation()

    def stage(self, bundle: Bundle) -> None:
        """See `Target.stage`: uploads the jar."""
        self._cluster.upload(bundle)

    def discard_bundles(self) -> int:
        """See `Target.discard_bundles`."""
        return self._cluster.prune_jars()

    def submit(self, submission: Submission) -> None:
        """See `Target.submit`."""
        self._cluster.run(submission)

    def jobs(self) -> dict[str, JobStatus]:
        """See `Target.jobs`."""
        return self._cluster.jobs()

    def cancel(self, job_id: str) -> None:
        """See `Target.cancel`."""
        self._cluster.cancel(job_id)

    def state_exists(self, location: str) -> bool | None:
        """See `Target.state_exists`: only files of this machine can be checked."""
        return savepoints.state_exists(location)

    def savepoint_directory(self) -> str | None:
        """See `Target.savepoint_directory`."""
        return self._cluster.directories[1]

    def savepoint(self, job_id: str, trigger_id: str, directory: str, *, stop: bool) -> None:
        """See `Target.savepoint`."""
        trigger = self._cluster.stop if stop else self._cluster.savepoint
        trigger(job_id, trigger_id, directory)

    def savepoint_status(self, job_id: str, trigger_id: str) -> SavepointStatus:
        """See `Target.savepoint_status`."""
        return self._cluster.savepoint_status(job_id, trigger_id)

    def find_savepoint(self, job_id: str, directory: str) -> str | None:
        """See `Target.find_savepoint`."""
        return self._cluster.savepoint_find(job_id, directory)

    def latest_checkpoint(self, job_id: str) -> dict[str, Any] | None:
        """See `Target.latest_checkpoint`."""
        return self._cluster.latest_checkpoint(job_id)

    def find_checkpoint(self, job_id: str, recorded: str = "") -> str | None:
        """See `Target.find_checkpoint`: looks beside the recorded one, else where the cluster keeps them."""
        directory = str(PurePosixPath(recorded).parent.parent) if recorded else self._cluster.directories[0]
        return savepoints.find_retained_checkpoint(directory, job_id) if directory else None

    def exceptions(self, job_id: str, limit: int = 20) -> list[dict[str, Any]]:
        """See `JobMonitor.exceptions`."""
        return self._cluster.exceptions(job_id, limit)

    def plan(self, job_id: str) -> dict[str, Any]:
        """See `JobMonitor.plan`."""
        return self._cluster.plan(job_id)

    def metrics(self, job_id: str, topology: JobTopology) -> dict[str, NodeMetrics]:
        """See `JobMonitor.metrics`."""
        return job_metrics(self._cluster, job_id, topology)

    def log_sources(self, job_id: str) -> list[dict[str, str]]:
        """See `JobMonitor.log_sources`: the JobManager's, and its TaskManagers'."""
        mine = set(logs.find_task_managers(self._cluster, job_id))
        return [
            one
            for one in logs.list_sources(self._cluster)
            if one["id"] == "jobmanager" or one["id"].partition(":")[2] in mine
        ]

    def log_lines(self, source: str, marks: Collection[str]) -> list[str]:
        """See `JobMonitor.log_lines`."""
        return logs.job_log(self._cluster, source, marks)
