"""Random intents, faults and deaths in random order: never two live jobs, and the last wish in the end.

`FAULT_SEED=7 pytest tests/api/instances/test_chaos.py` plays one history again.
"""

import os
import random
from typing import Any

import pytest

from apps.instances.models import Attempt, Instance, Operation, Savepoint, Transition
from apps.instances.services.observer import environment_observe
from apps.instances.services.reconcile import instance_advance
from tests.api.instances.test_reconcile import PLACES, Killed, age

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
SEEDS = [int(os.environ["FAULT_SEED"])] if "FAULT_SEED" in os.environ else range(10)
STEPS = 30


class Play:
    """One history, by its seed."""

    def __init__(self, world: Any, flink: Any, seed: int) -> None:
        self.world, self.flink, self.rng = world, flink, random.Random(seed)
        self.die_at = ""
        self.client = world.client("dev")
        self.done: list[str] = []

    def failpoint(self, place: str) -> None:
        """Die here, if this is where."""
        if place == self.die_at:
            self.die_at = ""
            raise Killed

    def post(self, path: str, body: dict[str, Any] | None = None) -> int:
        """An intent; it may be refused, but never with a 5xx."""
        instance = Instance.objects.latest("created_at")
        answer = self.client.post(f"/api/instances/{instance.pk}/{path}/", body or {}, format="json")
        assert answer.status_code < 500, answer.content
        return int(answer.status_code)

    def work(self) -> None:
        """A worker takes the task, and perhaps dies."""
        try:
            instance_advance(Instance.objects.latest("created_at").pk)
        except Killed:
            self.done.append("died")

    def step(self) -> None:
        """Something happens."""
        actions = {
            "start": lambda: self.post("start"),
            "stop": lambda: self.post("stop", {"savepoint": False}),
            "stop with savepoint": lambda: self.post("stop", {"savepoint": True}),
            "savepoint": lambda: self.post("savepoints"),
            "work": self.work,
            "look": lambda: environment_observe(str(self.world.test.pk)),
            "time": lambda: age(self.rng.choice([1, 4, 9, 12])),
            "fault": lambda: self.flink.faults.append(self.rng.choice(["before", "after", "late"])),
            "arrive": self.flink.arrive,
            "deadly": lambda: setattr(self, "die_at", self.rng.choice(PLACES)),
            "away": lambda: setattr(self.flink, "away", self.rng.random() < 0.3),
            "forget": lambda: setattr(self.flink, "forget_triggers", self.rng.random() < 0.3),
        }
        weights = {"work": 6, "look": 4, "time": 4}
        name = self.rng.choices(list(actions), [weights.get(action, 1) for action in actions])[0]
        self.done.append(name)
        actions[name]()
        assert len(self.flink.alive()) <= 1, self.done

    def settle(self) -> Instance:
        """Everything works again: a quiet minute."""
        self.flink.away, self.flink.forget_triggers, self.die_at = False, False, ""
        self.flink.faults.clear()
        for _ in range(8):
            age(12)
            self.work()
            environment_observe(str(self.world.test.pk))
        return Instance.objects.latest("created_at")


@pytest.mark.parametrize("seed", SEEDS)
def test_any_history_ends_well(world: Any, flink: Any, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    play = Play(world, flink, seed)
    monkeypatch.setattr("apps.instances.services.start_operation.failpoint", play.failpoint)
    monkeypatch.setattr("apps.instances.services.stop_operation.failpoint", play.failpoint)
    monkeypatch.setattr("apps.instances.services.savepoint_operation.failpoint", play.failpoint)
    release = "apps.instances.leases.Lease.release"
    if seed % 2:
        # Every other history is one of workers that never get to release anything.
        monkeypatch.setattr(release, lambda self: None)
    assert world.start().status_code == 201
    for _ in range(STEPS):
        play.step()
    instance = play.settle()
    story = f"seed {seed}: {play.done}"
    assert not Operation.objects.filter(state__in=Operation.OPEN).exists(), story
    alive = flink.alive()
    if instance.desired == "running":
        assert (instance.observed, alive) == ("running", [instance.flink_job_id]), story
    else:
        assert instance.observed in {"stopped", "finished", "failed", "lost"}, story
        assert not alive, story
    # I9: no savepoint without a word on it. I7: every job that ever started has its row.
    for savepoint in Savepoint.objects.all():
        assert savepoint.state == "failed" or savepoint.location, story
        assert savepoint.state != "failed" or savepoint.error, story
    assert set(flink.started) <= set(Attempt.objects.values_list("flink_job_id", flat=True)), story
    assert len(flink.started) == len(set(flink.started)), story
    sent = Transition.objects.filter(subject="start", after="confirmed").count()
    assert sent <= Attempt.objects.count(), story
