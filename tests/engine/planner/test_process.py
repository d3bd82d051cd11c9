"""The planner's process dies, hangs, grows, loses its owner: the next check works all the same."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.planner.client import Planner, PlannerError, PlannerProcess, PlannerUnavailable
from penstock.planner.jvm_process import PASSED_ENVIRONMENT
from penstock.planner.protocol import Request
from tests.engine.planner import jobs
from tests.polling import wait

SOUND = jobs.script(jobs.view("SELECT city, amount FROM orders"), *jobs.sink("q"))


@pytest.fixture
def process(no_leftovers: None) -> Iterator[PlannerProcess]:
    with PlannerProcess(Engine(DEFAULT_VERSION)) as process:
        yield process


def is_sound(planner: Planner) -> bool:
    return all(s["ok"] for s in planner.check(SOUND)["statements"])


def busy(process: PlannerProcess) -> bool:
    """The JVM has come far enough to be in the middle of its first check."""
    pid = process.pid
    return pid is not None and psutil.Process(pid).cpu_times().user > 1.0


def test_killed_in_the_middle_of_a_check_it_is_asked_again(process: PlannerProcess) -> None:
    with ThreadPoolExecutor(1) as pool:
        check = pool.submit(is_sound, Planner(process))
        wait("the check", lambda: busy(process), 20)
        first = process.pid
        assert first is not None
        assert not check.done()
        os.kill(first, signal.SIGKILL)
        assert check.result(timeout=30)
    second = process.pid
    assert second is not None
    assert second != first
    # Ten seconds, counted as processor time of the new process, since other tests may run beside this one.
    cpu_seconds = psutil.Process(second).cpu_times()
    assert cpu_seconds.user + cpu_seconds.system < 10


def test_killed_between_two_checks(process: PlannerProcess) -> None:
    planner = Planner(process)
    assert is_sound(planner)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    assert is_sound(planner)


def test_what_takes_too_long_is_given_up_and_the_next_check_works(process: PlannerProcess) -> None:
    planner = Planner(process)
    with pytest.raises(PlannerUnavailable, match=r"took longer than 0\.2 s"):
        planner.check(SOUND, timeout=0.2)
    assert process.pid is None
    assert is_sound(planner)


def is_stopped(stat: Path) -> bool:
    """Whether a thread is stopped, by its file `stat`: the state follows the name in brackets."""
    return stat.read_text().rpartition(") ")[2].startswith("T")


def test_a_stopped_process_counts_as_hanging(process: PlannerProcess) -> None:
    planner = Planner(process)
    planner.engine()
    assert process.pid is not None
    tasks = Path(f"/proc/{process.pid}/task")
    os.kill(process.pid, signal.SIGSTOP)
    # The signal reaches its threads one by one; until then they may still answer.
    wait("all threads to stop", lambda: all(is_stopped(stat) for stat in tasks.glob("*/stat")))
    with pytest.raises(PlannerUnavailable):
        planner.engine(timeout=0.3)
    assert planner.engine() == process.engine.patch_level


def test_a_process_that_grew_is_replaced(no_leftovers: None) -> None:
    with PlannerProcess(Engine(DEFAULT_VERSION), rss_limit_mb=1) as process:
        planner = Planner(process)
        assert planner.engine().startswith("1.20.")
        assert process.pid is None
        assert planner.engine().startswith("1.20.")


def test_a_request_that_kills_it_twice_is_given_up(no_leftovers: None) -> None:
    with (
        PlannerProcess(Engine(DEFAULT_VERSION), heap_mb=16) as process,
        pytest.raises(PlannerUnavailable, match="twice"),
    ):
        Planner(process).check(SOUND)


# Folding the constant takes more memory than there is; that many groupings, more time than anybody has.
HOPELESS = {
    "memory": "SELECT city, REPEAT('x', 2000000000) AS x FROM orders",
    "time": "SELECT COUNT(*) AS n FROM orders GROUP BY CUBE ("
    + ", ".join(f"SUBSTRING(city, {n}, 1)" for n in range(1, 25))
    + ")",
}


@pytest.mark.parametrize("text", HOPELESS.values(), ids=HOPELESS)
def test_a_statement_that_it_gives_up_on_is_named_and_the_others_are_checked(
    process: PlannerProcess, text: str
) -> None:
    sound = jobs.view("SELECT city FROM orders", name="sound")
    hopeless = jobs.script(sound, jobs.view(text), *jobs.sink("q"), *jobs.sink("sound", name="p"))
    planner = Planner(process)
    found = planner.check(hopeless, timeout=60)["statements"]
    assert (found[1]["ok"], found[2]["ok"]) == (True, False)
    assert "Flink's planner gave up on this query" in found[2]["error"]["message"]
    again = planner.check(hopeless, timeout=60)["statements"]
    assert [one["ok"] for one in again] == [True, True, False, False, False, True, True]
    assert again[2] == found[2], "known already, so not tried again"


def test_jars_that_are_replaced_bring_a_new_process(process: PlannerProcess, tmp_path: Path) -> None:
    copy = tmp_path / "engines" / "flink-1.20"
    copy.parent.mkdir()
    copy.symlink_to(process.engine.folder)
    jars = tmp_path / "jars" / "flink-1.20"
    jars.mkdir(parents=True)
    for jar in process.engine.jars.iterdir():
        (jars / jar.name).symlink_to(jar)
    with PlannerProcess(Engine(DEFAULT_VERSION, tmp_path)) as other:
        Planner(other).engine()
        first, own = other.pid, jars / "penstock-planner.jar"
        content = own.read_bytes()
        own.unlink()
        own.write_bytes(content)
        Planner(other).engine()
        assert other.pid != first


def test_names_that_are_none_are_refused(process: PlannerProcess) -> None:
    planner = Planner(process)
    pid = planner.engine() and process.pid
    with pytest.raises(PlannerError, match="is not SQL"):
        planner.unquote(["`a\nb`"], [])
    assert process.pid == pid


def test_a_request_that_it_refuses_leaves_it_running(process: PlannerProcess) -> None:
    with pytest.raises(PlannerError, match="no method 'nosuch'"):
        process.request(Request("nosuch"), {})
    pid = process.pid
    assert pid is not None
    with pytest.raises(PlannerError, match="'citi' not found"):
        Planner(process).explain(jobs.script(jobs.view("SELECT citi FROM orders")))
    assert process.pid == pid


def test_threads_are_served_in_turn(process: PlannerProcess) -> None:
    def column(name: str) -> str:
        script = jobs.script(jobs.view(f"SELECT {name} AS {name}_1 FROM orders"))
        return str(Planner(process).check(script)["statements"][1]["columns"][0]["name"])

    names = ["city", "amount", "order_id", "order_time"] * 3
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(column, names)) == [f"{name}_1" for name in names]


def test_it_knows_nothing_of_our_environment(
    process: PlannerProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENSTOCK_SECRET_KEY", "canary")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    Planner(process).engine()
    assert process.pid is not None
    assert set(psutil.Process(process.pid).environ()) <= set(PASSED_ENVIRONMENT)
    fds = {file.path for file in psutil.Process(process.pid).open_files()}
    assert not [path for path in fds if ".sock" in path]


def test_it_ends_with_its_owner_even_in_the_middle_of_a_check() -> None:
    owner = Path(__file__).with_name("dying_parent.py")
    done = subprocess.run(
        [sys.executable, str(owner)], capture_output=True, text=True, timeout=60, check=False
    )
    pid = int(done.stdout)
    wait("the end of the planner", lambda: not psutil.pid_exists(pid), 20)
