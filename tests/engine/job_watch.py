"""Which test started which job on the shared cluster, and which of them are left at the end."""

from penstock.flink.http import FlinkError
from penstock.flink.rest import Cluster
from penstock.flink.states import JobStatus
from penstock.local.stack import Stack
from tests.polling import wait

_CLUSTER = "flink-test-jobmanager"
_SECONDS = 30.0


class JobWatch:
    """Looks at the cluster after each test. It starts nothing: without a cluster there are no jobs."""

    def __init__(self, stack: Stack) -> None:
        self._stack, self._cluster = stack, Cluster(stack.url("flink-test"))
        self._before = set(self._read())
        self._started_in: dict[str, str] = {}

    def note(self, test: str) -> None:
        """The jobs that appeared since the last test are those of `test`."""
        for job in self._read():
            if job not in self._before:
                self._started_in.setdefault(job, test)

    def cancel_left(self) -> list[str]:
        """A sentence for each job that does not end within some seconds; then it is cancelled."""
        try:
            wait("the end of all jobs", lambda: not self._find_live(), _SECONDS, 0.2)
        except AssertionError:
            left = self._find_live()
            for job in left:
                self._cluster.cancel(job)
            return [f"{self._started_in[key]} left the job {job.name!r} ({key})" for key, job in left.items()]
        return []

    def _find_live(self) -> dict[str, JobStatus]:
        return {key: job for key, job in self._read().items() if key in self._started_in and not job.terminal}

    def _read(self) -> dict[str, JobStatus]:
        if _CLUSTER not in self._stack.processes():
            return {}
        try:
            return self._cluster.jobs()
        except FlinkError:
            return {}  # a test killed it
