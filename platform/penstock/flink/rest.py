"""What Penstock asks of a Flink cluster, over its REST interface."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from penstock.flink import savepoints
from penstock.flink.bundle import Bundle
from penstock.flink.http import Http, HttpRejected, NotFound, http_for
from penstock.flink.states import JobStatus

#: Seconds: `run` plans the whole job inside the JobManager before it answers; uploads may be large.
RUN = 150.0
UPLOAD = 120.0

_JAR_NAME_LENGTH = len(".jar") + 64
#: By the exception's name where Flink tells it; our own runtime hands on its message only.
_DUPLICATE = re.compile(r"DuplicateJobSubmissionException|Job has already been submitted")
#: Per process: which uploaded file of which cluster incarnation holds which content.
_uploaded: dict[tuple[str, str], str] = {}


class AlreadySubmitted(HttpRejected):
    """The cluster has, or had, a job of this id: nothing was started by this call."""


@dataclass(frozen=True)
class Overview:
    """A cluster at one glance."""

    version: str
    task_managers: int
    slots_total: int
    slots_free: int


@dataclass(frozen=True)
class Submission:
    """One `run`: everything about it is chosen by us, the job's id above all."""

    bundle: Bundle
    job_id: str
    entry_class: str
    #: Carries secrets, so no `repr` shows it.
    args: Sequence[str] = field(repr=False)
    parallelism: int | None = None
    savepoint: str | None = None
    allow_non_restored: bool = False

    def body(self) -> dict[str, Any]:
        """As Flink reads it; absent means the cluster's default."""
        body: dict[str, Any] = {
            "jobId": self.job_id,
            "entryClass": self.entry_class,
            "programArgsList": list(self.args),
        }
        if self.parallelism:
            body["parallelism"] = self.parallelism
        if self.savepoint:
            body |= {"savepointPath": self.savepoint, "allowNonRestoredState": self.allow_non_restored}
        return body


class Cluster:
    """One cluster by its REST address. Every method has a time-out and raises a `FlinkError`."""

    def __init__(self, url: str) -> None:
        self.http: Http = http_for(url)

    # -- the cluster itself -------------------------------------------------------------------

    def overview(self) -> Overview:
        """Version, task managers and slots.

        Raises:
            HttpRejected: What answers is not a Flink cluster.
            FlinkError: The cluster does not answer.
        """
        answer = self.http.get("/overview")
        try:
            return Overview(
                answer["flink-version"],
                answer["taskmanagers"],
                answer["slots-total"],
                answer["slots-available"],
            )
        except KeyError as error:
            raise HttpRejected(
                f"What answers at {self.http.url} isn't a Flink cluster.",
                status=200,
                cause="not a Flink cluster",
                detail=str(answer)[:500],
            ) from error

    def config(self) -> dict[str, str]:
        """The JobManager's configuration (Flink hides the secrets in it)."""
        return {entry["key"]: entry["value"] for entry in self.http.get("/jobmanager/config")}

    def incarnation(self) -> str:
        """An id of the running JobManager process: it differs after each restart.

        Flink publishes no such id, but each JobManager makes a directory of its own for uploads.
        """
        return self._incarnation(self.config())

    @staticmethod
    def _incarnation(config: dict[str, str]) -> str:
        return hashlib.sha256(config.get("web.tmpdir", "").encode()).hexdigest()[:16]

    @cached_property
    def directories(self) -> tuple[str | None, str | None]:
        """Where the cluster keeps checkpoints and savepoints, if its configuration says so."""
        config = self.config()
        checkpoints = config.get("execution.checkpointing.dir") or config.get("state.checkpoints.dir")
        saved = config.get("execution.checkpointing.savepoint-dir") or config.get("state.savepoints.dir")
        return checkpoints, saved

    # -- jobs ---------------------------------------------------------------------------------

    def jobs(self) -> dict[str, JobStatus]:
        """Every job that the cluster knows, running or ended, by id."""
        return {job["jid"]: _status(job) for job in self.http.get("/jobs/overview")["jobs"]}

    def job(self, job_id: str) -> dict[str, Any]:
        """All that Flink tells about a job: vertices, timestamps, plan."""
        answer: dict[str, Any] = self.http.get(f"/jobs/{job_id}")
        return answer

    def plan(self, job_id: str) -> dict[str, Any]:
        """The job's operators and how they are connected."""
        answer: dict[str, Any] = self.http.get(f"/jobs/{job_id}/plan")["plan"]
        return answer

    def exceptions(self, job_id: str, limit: int = 20) -> list[dict[str, Any]]:
        """Why it failed or restarted, newest first: name, trace, time in milliseconds, task, place."""
        history = self.http.get(f"/jobs/{job_id}/exceptions", maxExceptions=limit).get("exceptionHistory", {})
        return [
            {
                "name": entry.get("exceptionName", ""),
                "trace": entry.get("stacktrace", ""),
                "at": entry.get("timestamp"),
                "task": entry.get("taskName"),
                "place": entry.get("endpoint") or entry.get("location"),
            }
            for entry in history.get("entries", [])
        ]

    def latest_checkpoint(self, job_id: str) -> dict[str, Any] | None:
        """The newest completed checkpoint with its id, time and path, or None before the first."""
        latest = self.http.get(f"/jobs/{job_id}/checkpoints").get("latest") or {}
        done = latest.get("completed")
        if not done or not str(done.get("external_path", "")).startswith(
            ("file:", "s3", "hdfs:", "gs:", "oss:", "/")
        ):
            return None
        return {"id": done["id"], "at": done["latest_ack_timestamp"], "path": done["external_path"]}

    def cancel(self, job_id: str) -> None:
        """Stop a job at once. A job that has ended already, or is unknown, is fine."""
        try:
            self.http.patch(f"/jobs/{job_id}", mode="cancel")
        except NotFound:
            return
        except HttpRejected as error:
            if "terminal state" not in error.detail and "could not be found" not in error.detail:
                raise

    # -- jars ---------------------------------------------------------------------------------

    def upload(self, bundle: Bundle) -> str:
        """Upload a bundle unless the cluster has its content already; returns the cluster's id of the jar."""
        key = (self.http.url, bundle.sha256)
        if known := _uploaded.get(key):
            return known
        name = f"{bundle.sha256}.jar"
        for file in self.http.get("/jars")["files"]:
            if file["name"] == name:
                return _uploaded.setdefault(key, file["id"])
        answer = self.http.upload("/jars/upload", bundle.path, name, timeout=UPLOAD)
        _uploaded[key] = Path(answer["filename"]).name
        return _uploaded[key]

    def run(self, submission: Submission) -> None:
        """Start a job.

        Raises:
            AlreadySubmitted: An earlier try has submitted the job: its id is taken.
            FlinkError: The cluster refuses or does not answer; the subclass says whether it may have acted.
        """
        try:
            self._run(self.upload(submission.bundle), submission)
        except HttpRejected as error:
            if "does not exist" not in error.detail or ".jar" not in error.detail:
                raise
            # The cluster was restarted since we uploaded, and lost the file.
            _uploaded.pop((self.http.url, submission.bundle.sha256), None)
            self._run(self.upload(submission.bundle), submission)

    def _run(self, jar_id: str, submission: Submission) -> None:
        try:
            self.http.post(f"/jars/{jar_id}/run", submission.body(), timeout=RUN)
        except HttpRejected as error:
            if _DUPLICATE.search(error.detail):
                message = f"The cluster already has a job {submission.job_id}."
                raise AlreadySubmitted(
                    message, status=error.status, cause=error.cause, detail=error.detail
                ) from error
            raise

    def prune_jars(self, keep: int = 20) -> int:
        """Delete the oldest of the jars that Penstock sent: a job needs its jar only to start."""
        ours = [file for file in self.http.get("/jars")["files"] if _is_ours(file["name"])]
        ours.sort(key=lambda file: file["uploaded"], reverse=True)
        for file in ours[keep:]:
            self.http.delete(f"/jars/{file['id']}")
            _uploaded.pop((self.http.url, file["name"].removesuffix(".jar")), None)
        return len(ours[keep:])

    # -- savepoints ---------------------------------------------------------------------------

    def savepoint(self, job_id: str, trigger_id: str, directory: str) -> None:
        """See `savepoints.savepoint_trigger`."""
        savepoints.savepoint_trigger(self.http, job_id, trigger_id, directory)

    def stop(self, job_id: str, trigger_id: str, directory: str) -> None:
        """See `savepoints.stop_trigger`."""
        savepoints.stop_trigger(self.http, job_id, trigger_id, directory)

    def savepoint_status(self, job_id: str, trigger_id: str) -> savepoints.SavepointStatus:
        """See `savepoints.savepoint_status`."""
        return savepoints.savepoint_status(self.http, job_id, trigger_id)

    def savepoint_find(self, job_id: str, directory: str) -> str | None:
        """See `savepoints.savepoint_find`."""
        return savepoints.savepoint_find(self.http, job_id, directory)


def _status(job: dict[str, Any]) -> JobStatus:
    ended = job.get("end-time", -1)
    return JobStatus(
        id=job["jid"],
        name=job["name"],
        state=job["state"],
        started=job["start-time"],
        ended=ended if ended and ended > 0 else None,
        tasks=job.get("tasks", {}),
    )


def _is_ours(name: str) -> bool:
    stem = name.removesuffix(".jar")
    return len(name) == _JAR_NAME_LENGTH and all(letter in "0123456789abcdef" for letter in stem)
