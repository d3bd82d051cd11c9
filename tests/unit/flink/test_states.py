"""Flink's states in our words."""

import pytest

from penstock.flink.states import JobStatus, Observed


def status(state: str, **tasks: int) -> JobStatus:
    return JobStatus("0" * 32, "job", state, 0, None, tasks)


@pytest.mark.parametrize(
    ("state", "tasks", "before", "observed"),
    [
        ("INITIALIZING", {}, None, Observed.STARTING),
        ("CREATED", {"total": 2}, None, Observed.STARTING),
        ("RUNNING", {"total": 2, "scheduled": 2}, Observed.STARTING, Observed.STARTING),
        ("RUNNING", {"total": 2, "running": 1, "initializing": 1}, Observed.CREATED, Observed.STARTING),
        ("RUNNING", {"total": 2, "running": 2}, Observed.STARTING, Observed.RUNNING),
        ("RUNNING", {"total": 2, "running": 1, "finished": 1}, Observed.RUNNING, Observed.RUNNING),
        ("RUNNING", {"total": 2, "running": 1, "scheduled": 1}, Observed.RUNNING, Observed.RESTARTING),
        ("RUNNING", {"total": 2, "scheduled": 2}, Observed.RESTARTING, Observed.RESTARTING),
        ("RUNNING", {}, None, Observed.STARTING),
        ("RESTARTING", {"total": 2}, Observed.RUNNING, Observed.RESTARTING),
        ("SUSPENDED", {"total": 2}, Observed.RUNNING, Observed.RESTARTING),
        ("FAILING", {"total": 2}, Observed.RUNNING, Observed.RESTARTING),
        ("CANCELLING", {"total": 2}, Observed.RUNNING, Observed.STOPPING),
        ("CANCELED", {"total": 2}, Observed.STOPPING, Observed.STOPPED),
        ("FINISHED", {"total": 2, "finished": 2}, Observed.RUNNING, Observed.FINISHED),
        ("FAILED", {"total": 2}, Observed.RUNNING, Observed.FAILED),
        ("A_STATE_OF_TOMORROW", {}, Observed.RUNNING, Observed.UNKNOWN),
    ],
)
def test_what_is_shown(
    state: str, tasks: dict[str, int], before: Observed | None, observed: Observed
) -> None:
    assert status(state, **tasks).observed(before) is observed


@pytest.mark.parametrize("state", ["FINISHED", "FAILED", "CANCELED"])
def test_only_globally_terminal_states_are_terminal(state: str) -> None:
    assert status(state).terminal
    assert not status("SUSPENDED").terminal
