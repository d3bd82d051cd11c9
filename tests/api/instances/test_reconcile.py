"""The loop, against a cluster that breaks on demand: one effect each, and a true word on everything."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from apps.instances import metrics_stream
from apps.instances.leases import Lease, LeaseLost, lease_take
from apps.instances.models import Attempt, Instance, Operation, Savepoint
from apps.instances.services import reconcile
from apps.instances.services.observer import environment_observe
from apps.instances.services.reconcile import instance_advance
from apps.instances.services.state_writer import Stale, instance_change

pytestmark = pytest.mark.django_db(transaction=True)


def advance() -> Instance:
    instance = Instance.objects.get()
    instance_advance(instance.pk)
    return Instance.objects.get()


def observe(world: Any) -> Instance:
    environment_observe(str(world.test.pk))
    return Instance.objects.get()


def age(seconds: int) -> None:
    """Let time pass, by the database's clock."""
    passed = timedelta(seconds=seconds)
    Operation.objects.update(sent_at=F("sent_at") - passed, created_at=F("created_at") - passed)
    Instance.objects.update(missing_since=F("missing_since") - passed, lease_until=F("lease_until") - passed)


def post(world: Any, path: str, body: dict[str, Any] | None = None) -> Any:
    instance = Instance.objects.get()
    return world.client("dev").post(f"/api/instances/{instance.pk}/{path}/", body or {}, format="json")


def running(world: Any, **body: Any) -> Instance:
    assert world.start(**body).status_code == 201
    instance = advance()
    assert instance.observed == "running", instance.error
    return instance


# -- starts -----------------------------------------------------------------------------------


def test_a_start_runs_under_the_id_that_was_written_down(world: Any, flink: Any) -> None:
    instance = running(world, settings={"parallelism": 3}, start={"from": "timestamp", "timestamp_ms": 5})
    assert flink.started == [instance.flink_job_id]
    body = flink.bodies[0]
    assert body["parallelism"] == 3
    assert body["entryClass"] == "io.penstock.runtime.Main"
    arguments = body["programArgsList"]
    assert arguments[arguments.index("--start") + 1] == "timestamp:5"
    assert "parallelism.default=3" in arguments
    assert "pipeline.name=Orders per city v1" in arguments
    assert Operation.objects.get().state == "confirmed"


def test_an_intent_that_finds_the_lease_taken_is_not_left_to_the_next_look(
    world: Any, flink: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.start()
    queued: list[Any] = []
    monkeypatch.setattr(reconcile, "request_advance", queued.append)
    release = Lease.release

    def stopped_just_before(lease: Lease) -> None:
        assert post(world, "stop", {"savepoint": False}).status_code == 202
        instance_advance(lease.instance)  # the message of that intent
        release(lease)

    monkeypatch.setattr(Lease, "release", stopped_just_before)
    instance = advance()
    assert (instance.observed, instance.desired) == ("running", "stopped")
    assert queued == [instance.pk]
    monkeypatch.setattr(Lease, "release", release)
    assert advance().desired == "stopped"
    assert len(queued) == 1, "nobody asked for anything in between"


@pytest.mark.parametrize("fault", ["after", "late", "before"])
def test_an_answer_that_is_lost_starts_nothing_twice(world: Any, flink: Any, fault: str) -> None:
    flink.faults.append(fault)
    world.start()
    advance()
    assert Operation.objects.get().state == "unknown"
    assert advance().desired == "running"
    age(6)
    instance = advance()
    assert instance.observed == "running"
    assert flink.started == [instance.flink_job_id], "one submission took effect"
    assert Attempt.objects.count() == 1


def test_red_control_a_new_id_for_each_try_would_start_two(world: Any, flink: Any) -> None:
    """The job id chosen beforehand is what keeps the second try harmless."""
    flink.faults.append("late")
    world.start()
    advance()
    Operation.objects.update(flink_job_id="f" * 32)
    age(6)
    advance()
    assert len(flink.alive()) == 2


def test_what_the_cluster_refuses_fails_with_its_reason(world: Any, flink: Any) -> None:
    flink.faults.append("refuse")
    world.start()
    instance = advance()
    assert (instance.desired, instance.observed) == ("stopped", "failed")
    assert instance.error == "Flink rejected the request: the sink doesn't exist"
    assert not flink.jobs
    assert post(world, "start").status_code == 202
    assert advance().observed == "running"


def test_without_slots_it_waits_and_says_for_what(world: Any, flink: Any) -> None:
    flink.slots_free = 0
    world.start(settings={"parallelism": 2})
    instance = advance()
    assert instance.observed == "created"
    text = "It needs 2 slots; 0 of 8 are free in test. It starts by itself when there are enough."
    assert Operation.objects.get().message == text
    assert not flink.bodies
    flink.slots_free = 2
    assert advance().observed == "running"


def test_waiting_ends(world: Any, flink: Any) -> None:
    flink.slots_free = 0
    world.start()
    age(700)
    instance = advance()
    assert (instance.observed, instance.desired) == ("failed", "stopped")
    assert "Gave up after 10 min" in instance.error


def test_a_cluster_that_is_away_is_waited_for_a_minute(world: Any, flink: Any) -> None:
    flink.away = True
    world.start()
    assert advance().observed == "created"
    age(61)
    assert "Gave up after 1 min" in advance().error


def test_an_old_flink_is_refused(world: Any, flink: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("penstock.flink.versions.OLDEST", {"1.20": (1, 20, 9)})
    world.start()
    assert "Flink 1.20.5 is refused" in advance().error
    assert not flink.bodies


def test_a_task_delivered_twice_is_one_effect(world: Any, flink: Any, together: Any) -> None:
    world.start()
    together(*[advance] * 6)
    advance()
    assert len(flink.started) == 1
    assert len(flink.bodies) == 1


def test_a_stop_before_the_start_was_sent_starts_nothing(world: Any, flink: Any) -> None:
    world.start()
    assert post(world, "stop", {"savepoint": True}).status_code == 202
    instance = advance()
    assert (instance.desired, instance.observed) == ("stopped", "stopped")
    assert not flink.bodies


def test_a_submission_that_comes_after_the_stop_is_cancelled(world: Any, flink: Any) -> None:
    flink.faults.append("late")
    world.start()
    advance()
    post(world, "stop", {"savepoint": False})
    age(11)
    assert advance().observed == "stopped"
    flink.arrive()
    assert len(flink.alive()) == 1
    observe(world)
    assert not flink.alive()


# -- stops and savepoints -----------------------------------------------------------------------


def test_stop_with_a_savepoint_and_start_from_it(world: Any, flink: Any) -> None:
    first = running(world)
    post(world, "stop", {"savepoint": True})
    instance = advance()
    assert (instance.desired, instance.observed, instance.error) == ("stopped", "stopped", "")
    savepoint = Savepoint.objects.get()
    assert (savepoint.state, savepoint.kind) == ("completed", "stop")
    answer = post(world, "start", {"start": {"from": "savepoint", "savepoint": str(savepoint.pk)}})
    assert answer.status_code == 202
    assert advance().observed == "running"
    assert flink.bodies[1]["savepointPath"] == savepoint.location
    assert flink.bodies[1]["allowNonRestoredState"] is False
    assert flink.bodies[1]["jobId"] != first.flink_job_id


def test_a_savepoint_whose_files_are_gone_is_refused(world: Any, flink: Any) -> None:
    running(world)
    post(world, "stop", {"savepoint": True})
    advance()
    savepoint = Savepoint.objects.get()
    (Path(savepoint.location.removeprefix("file:")) / "_metadata").unlink()
    answer = post(world, "start", {"start": {"from": "savepoint", "savepoint": str(savepoint.pk)}})
    assert answer.status_code == 400
    assert "gone" in answer.json()["error"]["fields"]["start.savepoint"][0]


def test_a_savepoint_that_flink_forgot_is_found_in_its_directory(world: Any, flink: Any) -> None:
    running(world)
    assert post(world, "savepoints").status_code == 202
    flink.forget_triggers = True
    instance = advance()
    assert instance.observed == "running"
    assert Savepoint.objects.get().state == "completed"
    assert len(flink.triggers) == 1


def test_two_savepoints_at_once_are_one(world: Any, flink: Any, together: Any) -> None:
    running(world)
    answers = together(*[lambda: post(world, "savepoints")] * 8)
    assert sorted(answer.status_code for answer in answers) == [202] + [409] * 7
    advance()
    assert len(flink.triggers) == 1


def test_stopping_a_job_that_has_ended_keeps_its_word(world: Any, flink: Any) -> None:
    instance = running(world)
    post(world, "stop", {"savepoint": True})
    flink.end(instance.flink_job_id, "FINISHED")
    instance = advance()
    assert (instance.desired, instance.observed) == ("stopped", "finished")
    assert "already ended" in Savepoint.objects.get().error


def test_a_stop_without_a_savepoint_keeps_the_last_checkpoint(world: Any, flink: Any, tmp_path: Path) -> None:
    instance = running(world)
    flink.checkpoint = checkpoint(tmp_path, instance, 3)
    post(world, "stop", {"savepoint": False})
    assert advance().observed == "stopped"
    kept = Savepoint.objects.get()
    assert (kept.kind, kept.state, kept.location) == ("checkpoint", "completed", flink.checkpoint)


# -- observing ----------------------------------------------------------------------------------


def checkpoint(tmp_path: Path, instance: Instance, number: int) -> str:
    directory = tmp_path / "checkpoints" / instance.flink_job_id / f"chk-{number}"
    directory.mkdir(parents=True)
    (directory / "_metadata").write_bytes(b"x")
    return f"file:{directory}"


def test_a_cluster_that_is_away_makes_the_state_unknown_not_wrong(world: Any, flink: Any) -> None:
    running(world)
    flink.away = True
    instance = observe(world)
    assert (instance.observed, instance.desired) == ("unknown", "running")
    assert "unknown until it answers" in instance.error
    flink.away = False
    instance = observe(world)
    assert (instance.observed, instance.error) == ("running", "")


def test_a_state_that_nobody_checks_any_more_is_not_shown_as_a_fact(world: Any, flink: Any) -> None:
    instance = running(world)
    observe(world)
    path = f"/api/instances/{instance.pk}/"
    Instance.objects.update(since=F("since") - timedelta(seconds=60))
    assert world.client("dev").get(path).json()["observed"] == "running"
    metrics_stream._redis().delete(f"{metrics_stream._OBSERVED}{world.test.pk}")
    shown = world.client("dev").get(path).json()
    assert shown["observed"] == "unknown"
    assert "The cluster has not been observed" in shown["error"]
    observe(world)
    assert world.client("dev").get(path).json()["observed"] == "running"


def test_a_failed_job_tells_why(world: Any, flink: Any) -> None:
    instance = running(world)
    flink.end(instance.flink_job_id, "FAILED")
    instance = observe(world)
    assert (instance.desired, instance.observed) == ("stopped", "failed")
    assert instance.error == "The job failed: the disk is full"


def test_a_job_cancelled_outside_is_told_and_not_restarted(world: Any, flink: Any) -> None:
    instance = running(world)
    flink.end(instance.flink_job_id, "CANCELED")
    instance = observe(world)
    assert (instance.desired, instance.observed) == ("stopped", "stopped")
    assert "cancelled outside Penstock" in instance.error
    assert not Operation.objects.filter(state__in=Operation.OPEN).exists()


def lose(world: Any, flink: Any) -> Instance:
    flink.restart_empty()
    observe(world)
    age(5)
    return observe(world)


def test_a_lost_job_starts_again_from_its_newest_checkpoint(world: Any, flink: Any, tmp_path: Path) -> None:
    instance = running(world)
    flink.checkpoint = checkpoint(tmp_path, instance, 7)
    observe(world)
    newer = checkpoint(tmp_path, instance, 8)
    lost = lose(world, flink)
    assert (lost.desired, lost.observed, lost.attempt, lost.restarts) == ("running", "created", 2, 1)
    assert advance().observed == "running"
    assert flink.bodies[1]["savepointPath"] == newer
    assert Attempt.objects.first().restored_from == newer
    states = [line.after for line in instance.transitions.filter(subject="observed").order_by("id")]
    assert states[-4:] == ["lost", "created", "starting", "running"]


def test_a_lost_job_without_state_is_never_restarted_without(world: Any, flink: Any) -> None:
    running(world)
    instance = lose(world, flink)
    assert (instance.desired, instance.observed) == ("stopped", "lost")
    assert "choose from where to start it again" in instance.error
    assert len(flink.bodies) == 1


def test_a_job_that_is_lost_again_and_again_is_given_up(world: Any, flink: Any, tmp_path: Path) -> None:
    instance = running(world)
    flink.checkpoint = checkpoint(tmp_path, instance, 1)
    observe(world)
    Instance.objects.update(restarts=5)
    instance = lose(world, flink)
    assert (instance.desired, instance.observed) == ("stopped", "lost")
    assert Savepoint.objects.get().kind == "checkpoint"
    assert "start it from there" in instance.error


def test_foreign_jobs_are_left_alone(world: Any, flink: Any) -> None:
    flink._start("f" * 32)
    running(world)
    post(world, "stop", {"savepoint": False})
    advance()
    observe(world)
    assert flink.alive() == ["f" * 32]


# -- crashes and zombies -------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone: nothing more of it happens."""


PLACES = [
    "before_rpc:submit",
    "after_rpc:submit",
    "after_note:submit",
    "before_rpc:savepoint",
    "after_rpc:savepoint",
    "after_rpc:cancel",
]


@pytest.mark.parametrize("place", PLACES)
def test_a_worker_that_dies_anywhere_leaves_one_effect(
    world: Any, flink: Any, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Die at the place, when it is first reached; another worker continues after the lease."""
    dead: list[str] = []

    def die(here: str) -> None:
        if here == place and not dead:
            dead.append(here)
            raise Killed

    monkeypatch.setattr("apps.instances.services.start_operation.failpoint", die)
    monkeypatch.setattr("apps.instances.services.stop_operation.failpoint", die)
    monkeypatch.setattr("apps.instances.services.savepoint_operation.failpoint", die)
    # A process that is killed releases nothing.
    monkeypatch.setattr("apps.instances.leases.Lease.release", lambda self: None)

    def worked() -> Instance:
        for _ in range(4):
            try:
                instance_advance(Instance.objects.get().pk)
            except Killed:
                assert instance_advance(Instance.objects.get().pk) is None, "the lease still holds"
            age(9)
            assert len(flink.alive()) <= 1
            if not Operation.objects.filter(state__in=Operation.OPEN).exists():
                break
        return observe(world)

    world.start()
    assert worked().observed == "running"
    assert post(world, "savepoints").status_code == 202
    assert worked().observed == "running"
    assert post(world, "stop", {"savepoint": "cancel" not in place}).status_code == 202
    assert worked().observed == "stopped"
    assert dead == [place]
    assert len(flink.started) == 1
    assert all(savepoint.state == "completed" for savepoint in Savepoint.objects.all())
    assert len(flink.triggers) == (1 if "cancel" in place else 2)


def test_a_worker_back_from_the_dead_may_write_nothing(world: Any) -> None:
    world.start()
    instance = Instance.objects.get()
    zombie = lease_take(instance.pk)
    assert zombie is not None
    assert lease_take(instance.pk) is None
    age(9)
    assert lease_take(instance.pk) is not None, "taken over"
    with pytest.raises(LeaseLost):
        zombie.renew()
    with pytest.raises(Stale):
        instance_change(instance, lease=zombie, observed="running")
    # Red control: without the fence the zombie's write would pass.
    instance_change(instance, observed="running")
    assert Instance.objects.get().observed == "running"


def test_what_was_read_before_somebody_elses_write_is_not_written(world: Any) -> None:
    world.start()
    old = Instance.objects.get()
    instance_change(Instance.objects.get(), desired="stopped", observed="stopped")
    with pytest.raises(Stale):
        instance_change(old, observed="running")


def test_history_cannot_be_altered(world: Any) -> None:
    from django.db import ProgrammingError

    world.start()
    line = Instance.objects.get().transitions.first()
    with pytest.raises(ProgrammingError):
        line.delete()
    with pytest.raises(ProgrammingError):
        Attempt.objects.update(flink_job_id="0" * 32)
