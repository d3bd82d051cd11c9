"""Savepoints: triggered under an id of ours, and found again when Flink has forgotten that it took them.

Each savepoint goes into a directory of its own, named by its trigger id. Flink keeps the result of
a trigger for minutes only and loses it with the JobManager; the job's checkpoint statistics and the
directory itself keep it longer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from penstock.flink.error_parsing import root_cause
from penstock.flink.http import Http, HttpRejected, NotFound

State = Literal["in-progress", "completed", "failed", "forgotten"]
#: Flink's message for a job that isn't fully running yet: to be retried, not a failure.
NOT_RUNNING_YET = "Not all required tasks are currently running"


@dataclass(frozen=True)
class SavepointStatus:
    """What became of a trigger. `forgotten`: the cluster doesn't know it, or no longer."""

    state: State
    location: str | None = None
    error: str | None = None

    @property
    def retry(self) -> bool:
        """It failed only because the job's tasks were not all up at that moment."""
        return self.state == "failed" and NOT_RUNNING_YET in (self.error or "")


def savepoint_trigger(http: Http, job_id: str, trigger_id: str, directory: str) -> None:
    """Trigger a savepoint; triggered again under the same id, it is the same savepoint."""
    http.post(f"/jobs/{job_id}/savepoints", {"triggerId": trigger_id, "target-directory": directory})


def stop_trigger(http: Http, job_id: str, trigger_id: str, directory: str) -> None:
    """Stop with a savepoint; triggered again under the same id, it is the same stop."""
    http.post(f"/jobs/{job_id}/stop", {"triggerId": trigger_id, "targetDirectory": directory})


def savepoint_status(http: Http, job_id: str, trigger_id: str) -> SavepointStatus:
    """What Flink says of a trigger (for stop-with-savepoint too)."""
    try:
        answer = http.get(f"/jobs/{job_id}/savepoints/{trigger_id}")
    except NotFound:
        return SavepointStatus("forgotten")
    except HttpRejected as error:
        if "no savepoint operation" in error.detail or "not found" in error.detail.lower():
            return SavepointStatus("forgotten")
        raise
    if answer["status"]["id"] != "COMPLETED":
        return SavepointStatus("in-progress")
    operation: Mapping[str, Any] = answer.get("operation") or {}
    if location := operation.get("location"):
        return SavepointStatus("completed", location=location)
    trace = (operation.get("failure-cause") or {}).get("stack-trace", "")
    return SavepointStatus("failed", error=root_cause(trace))


def savepoint_find(http: Http, job_id: str, directory: str) -> str | None:
    """The location of a forgotten savepoint: from the job's statistics, else from its directory."""
    wanted = _path(directory)
    try:
        statistics = http.get(f"/jobs/{job_id}/checkpoints")
    except NotFound:
        return find_savepoint_on_disk(directory)
    entries = [*statistics.get("history", []), (statistics.get("latest") or {}).get("savepoint")]
    for entry in entries:
        path = (entry or {}).get("external_path") or ""
        if entry and entry.get("status") == "COMPLETED" and _path(path).startswith(wanted + "/"):
            return str(path)
    return find_savepoint_on_disk(directory)


def find_savepoint_on_disk(directory: str) -> str | None:
    """The savepoint in a directory that this machine can see; complete only once `_metadata` is there."""
    if urlsplit(directory).scheme not in {"", "file"}:
        return None
    found = sorted(Path(_path(directory)).glob("*/_metadata"))
    return f"file:{found[-1].parent}" if found else None


def state_exists(location: str) -> bool | None:
    """Whether a savepoint or checkpoint is still there; None when this machine can't tell."""
    if urlsplit(location).scheme not in {"", "file"}:
        return None
    return (Path(_path(location)) / "_metadata").is_file()


def find_retained_checkpoint(directory: str, job_id: str) -> str | None:
    """The newest retained checkpoint of a job in a checkpoint directory that this machine can see."""
    if urlsplit(directory).scheme not in {"", "file"}:
        return None
    found = Path(_path(directory), job_id).glob("chk-*/_metadata")
    numbered = {int(path.parent.name.removeprefix("chk-")): path.parent for path in found}
    return f"file:{numbered[max(numbered)]}" if numbered else None


def _path(location: str) -> str:
    return unquote(urlsplit(location).path).rstrip("/")
