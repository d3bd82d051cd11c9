"""Watches the cluster from outside, and says afterwards whether what must always hold did hold."""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from penstock.flink.http import FlinkError
from penstock.flink.rest import Cluster
from penstock.flink.states import JobStatus
from tests.engine.shop import job_id

_ATTEMPTS = 12


@dataclass
class Checker:
    """I1: never two non-terminal Flink jobs for one instance. Polls while the block runs."""

    cluster: Cluster
    instances: list[str]
    violations: list[str] = field(default_factory=list)
    polls: int = 0
    starts: dict[str, set[str]] = field(default_factory=dict)

    def look(self, jobs: Mapping[str, JobStatus]) -> None:
        """Judge one state of the cluster."""
        self.polls += 1
        for instance in self.instances:
            mine = {job_id(instance, number) for number in range(1, _ATTEMPTS)} & set(jobs)
            self.starts.setdefault(instance, set()).update(mine)
            alive = sorted(job for job in mine if not jobs[job].terminal)
            if len(alive) > 1:
                self.violations.append(f"instance {instance} has {len(alive)} jobs: {', '.join(alive)}")

    def __enter__(self) -> Self:
        """Begin to watch."""
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._poll, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop watching; a violation fails the test."""
        self._done.set()
        self._thread.join(10)
        if kind is None:
            assert self.polls > 0
            assert not self.violations, self.violations[:5]

    def _poll(self) -> None:
        while not self._done.wait(0.2):
            try:
                self.look(self.cluster.jobs())
            except FlinkError:
                time.sleep(0.2)


def status(job: str, state: str) -> JobStatus:
    """A job for the checker's own test."""
    return JobStatus(job, "job", state, 0, None, {})


def listing(jobs: Iterable[JobStatus]) -> dict[str, JobStatus]:
    """As a cluster lists them."""
    return {job.id: job for job in jobs}
