"""A process that says of itself that it is broken is replaced, once for each request."""

from typing import Any

import pytest

from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.planner.client import PlannerProcess, PlannerUnavailable
from penstock.planner.jvm_process import ProcessCorrupted
from penstock.planner.protocol import PING


class Fake:
    """A planner's process with one thing to say."""

    alive, outdated, pid = True, False, 1

    def __init__(self, says: dict[str, Any] | ProcessCorrupted) -> None:
        self.says, self.stopped = says, False

    def request(self, *_: Any) -> dict[str, Any]:
        if isinstance(self.says, ProcessCorrupted):
            raise self.says
        return self.says

    def rss_mb(self) -> float:
        return 1.0

    def stop(self) -> None:
        self.stopped = True


def process(monkeypatch: pytest.MonkeyPatch, *fakes: Fake) -> PlannerProcess:
    waiting = list(fakes)
    monkeypatch.setattr("penstock.planner.client.JvmProcess", lambda *_, **__: waiting.pop(0))
    return PlannerProcess(Engine(DEFAULT_VERSION))


def test_a_broken_process_is_replaced_and_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = Fake(ProcessCorrupted("NoClassDefFoundError: X")), Fake({"id": 1, "result": "fine"})
    planner = process(monkeypatch, broken, sound)
    assert planner.request(PING, {}) == "fine"
    assert (broken.stopped, sound.stopped) == (True, False)


def test_what_is_missing_for_good_is_told_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    fakes = [Fake(ProcessCorrupted("NoClassDefFoundError: X")) for _ in range(2)]
    planner = process(monkeypatch, *fakes)
    with pytest.raises(PlannerUnavailable, match=r"not installed completely .*: X.* `make install`"):
        planner.request(PING, {})
    assert all(fake.stopped for fake in fakes)


def test_a_process_whose_jars_were_replaced_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Fake({"id": 1, "result": 1}), Fake({"id": 1, "result": 2})
    planner = process(monkeypatch, first, second)
    assert planner.request(PING, {}) == 1
    first.outdated = True
    assert planner.request(PING, {}) == 2
    assert first.stopped
