"""The cluster's logs, narrowed to one job: a session cluster writes all of its jobs into one file."""

import re
from collections.abc import Collection, Iterator

from penstock.flink.http import FlinkError, NotFound
from penstock.flink.rest import Cluster

#: How much of a log's end is read.
TAIL = 2 * 1024 * 1024
_STARTS_A_RECORD = re.compile(r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")


def list_sources(cluster: Cluster) -> list[dict[str, str]]:
    """The logs there are: the JobManager's, and one for each TaskManager."""
    managers = cluster.http.get("/taskmanagers")["taskmanagers"]
    return [
        {"id": "jobmanager", "label": "JobManager"},
        *({"id": f"taskmanager:{m['id']}", "label": f"TaskManager {m['id']}"} for m in managers),
    ]


def read_tail(cluster: Cluster, source: str) -> str:
    """The end of a log.

    Raises:
        NotFound: The cluster knows nothing of this source.
        FlinkError: The cluster does not answer.
    """
    kind, _, manager = source.partition(":")
    if kind == "jobmanager" and not manager:
        path = "/jobmanager/log"
    elif kind == "taskmanager" and re.fullmatch(r"[\w.:\-]{1,200}", manager):
        path = f"/taskmanagers/{manager}/log"
    else:
        raise NotFound(
            f"There is no log '{source}': use 'jobmanager' or 'taskmanager:<id>'.",
            status=404,
            cause="no such log",
            detail=source,
        )
    return cluster.http.tail(path, limit=TAIL).decode("utf-8", "replace")


def filter_by_job(text: str, marks: Collection[str]) -> str:
    """The records of a log that carry one of the marks (job ids), with their stack traces."""
    return "".join(record for record in _records(text) if any(mark in record for mark in marks))


def job_log(cluster: Cluster, source: str, marks: Collection[str], lines: int = 500) -> list[str]:
    """The last lines about a job in one log."""
    return filter_by_job(read_tail(cluster, source), marks).splitlines()[-lines:]


def find_task_managers(cluster: Cluster, job_id: str) -> list[str]:
    """The TaskManagers on which a job's tasks are; empty when the cluster won't say."""
    try:
        vertices = cluster.job(job_id)["vertices"]
        found: set[str] = set()
        for vertex in vertices:
            managers = cluster.http.get(f"/jobs/{job_id}/vertices/{vertex['id']}/taskmanagers")
            found |= {manager["taskmanager-id"] for manager in managers["taskmanagers"]}
        return sorted(found)
    except FlinkError:
        return []


def _records(text: str) -> Iterator[str]:
    record: list[str] = []
    for line in text.splitlines(keepends=True):
        if _STARTS_A_RECORD.match(line) and record:
            yield "".join(record)
            record = []
        record.append(line)
    if record:
        yield "".join(record)
