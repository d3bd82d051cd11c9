"""From Flink's job states to Penstock's."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Observed(StrEnum):
    """What Penstock shows about an instance; never a guess."""

    CREATED = "created"
    STARTING = "starting"
    RUNNING = "running"
    RESTARTING = "restarting"
    STOPPING = "stopping"
    FINISHED = "finished"
    FAILED = "failed"
    LOST = "lost"
    UNKNOWN = "unknown"
    STOPPED = "stopped"


#: States in which the job is no longer on the cluster, as the cluster reports.
TERMINAL_STATES = frozenset({Observed.FINISHED, Observed.FAILED, Observed.LOST, Observed.STOPPED})

_FLINK_TERMINAL = frozenset({"FINISHED", "FAILED", "CANCELED"})
_PLAIN = {
    "INITIALIZING": Observed.STARTING,
    "CREATED": Observed.STARTING,
    "FAILING": Observed.RESTARTING,
    "RESTARTING": Observed.RESTARTING,
    "SUSPENDED": Observed.RESTARTING,
    "RECONCILING": Observed.RESTARTING,
    "CANCELLING": Observed.STOPPING,
    "CANCELED": Observed.STOPPED,
    "FINISHED": Observed.FINISHED,
    "FAILED": Observed.FAILED,
}


@dataclass(frozen=True)
class JobStatus:
    """One job as its cluster lists it. Times are milliseconds since 1970; `ended` is None while it lives."""

    id: str
    name: str
    state: str
    started: int
    ended: int | None
    tasks: Mapping[str, int]

    @property
    def terminal(self) -> bool:
        """No task of it runs, and none will."""
        return self.state in _FLINK_TERMINAL

    @property
    def all_running(self) -> bool:
        """Every task runs or is done: Flink's own RUNNING comes before the tasks have slots."""
        total = self.tasks.get("total", 0)
        return total > 0 and self.tasks.get("running", 0) + self.tasks.get("finished", 0) == total

    def observed(self, before: Observed | None = None) -> Observed:
        """The state to show; `before` tells a first start from a restart of its tasks."""
        if self.state != "RUNNING":
            return _PLAIN.get(self.state, Observed.UNKNOWN)
        if self.all_running:
            return Observed.RUNNING
        return Observed.RESTARTING if before in {Observed.RUNNING, Observed.RESTARTING} else Observed.STARTING
