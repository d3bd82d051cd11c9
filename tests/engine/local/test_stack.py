"""The local stack itself: it starts, stops, heals, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from penstock.local.errors import AlreadyRunning, LocalError
from penstock.local.ports import HOST, PortPlan, find_free_port, is_free, is_listening
from penstock.local.stack import Stack
from tests.polling import wait

SMALL = ("postgres", "redis")


@pytest.fixture
def data() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="penstock-stack-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.usefixtures("no_leftovers")
@pytest.mark.parametrize("durable", [True, False])
def test_no_process_and_no_port_is_left(data: Path, durable: bool) -> None:
    with Stack(None, data, SMALL, durable=durable) as stack:
        pids = [child.pid for child in stack.processes().values()]
        ports = [stack.config.ports[name] for name in SMALL]
        assert all(is_listening(port) for port in ports)
    assert not [pid for pid in pids if psutil.pid_exists(pid)]
    assert all(is_free(port) for port in ports)


@pytest.mark.usefixtures("no_leftovers")
def test_data_and_ports_stay_for_next_time(data: Path) -> None:
    with Stack(None, data, ["postgres"], durable=True) as stack:
        first = stack.env
        with psycopg.connect(first["PENSTOCK_DATABASE_URL"]) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    with Stack(None, data, ["postgres"], durable=True) as stack:
        assert stack.env == first
        with psycopg.connect(first["PENSTOCK_DATABASE_URL"]) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchone() == (42,)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become somebody else")
@pytest.mark.parametrize(("mode", "user"), [(0o755, "nobody"), (0o700, "root")])
def test_postgresql_runs_for_root_wherever_the_data_is(data: Path, mode: int, user: str) -> None:
    data.chmod(mode)
    with Stack(None, data, ["postgres"]) as stack:
        assert psutil.Process(stack.process("postgres").pid).username() == user


@pytest.mark.usefixtures("no_leftovers")
def test_a_killed_service_comes_back_by_itself(data: Path) -> None:
    said: list[str] = []
    with Stack(None, data, SMALL, supervise=True, on_progress=said.append) as stack:
        killed = stack.process("redis").pid
        stack.kill("redis")
        wait("redis started again", lambda: stack.process("redis").pid != killed)
        wait("redis answers again", lambda: is_listening(stack.config.ports["redis"]))
    assert [line for line in said if line.startswith("redis ended unexpectedly")]


@pytest.mark.usefixtures("no_leftovers")
def test_without_supervision_a_killed_service_stays_away_until_restart(data: Path) -> None:
    with Stack(None, data, ["redis"]) as stack:
        stack.kill("redis")
        assert not is_listening(stack.config.ports["redis"])
        stack.restart("redis")
        assert is_listening(stack.config.ports["redis"])


@pytest.mark.usefixtures("no_leftovers")
def test_a_second_stack_on_the_same_data_is_told_where_the_first_runs(data: Path) -> None:
    with Stack(None, data, ["redis"]) as stack:
        port = stack.config.ports["web"]
        with pytest.raises(AlreadyRunning, match=rf"process {os.getpid()}\): http://127\.0\.0\.1:{port}"):
            Stack(None, data, ["redis"]).start()


@pytest.mark.usefixtures("no_leftovers")
def test_a_taken_port_is_refused_before_anything_starts(data: Path) -> None:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        port = listener.getsockname()[1]
        stack = Stack(None, data, SMALL, PortPlan({"redis": port}, {}))
        with pytest.raises(LocalError, match=f"Port {port}, which redis needs, is in use"):
            stack.start()
    assert not stack.processes()


@pytest.mark.usefixtures("no_leftovers")
def test_a_service_that_cannot_start_says_why_and_takes_the_others_with_it(data: Path) -> None:
    cluster = data / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("9\n")
    stack = Stack(None, data, SMALL)
    with pytest.raises(LocalError, match=r"(?s)postgres ended with code \d while starting.*ends with"):
        stack.start()
    assert not stack.processes()
    assert is_free(stack.config.ports["redis"])


def up(data: Path) -> "subprocess.Popen[str]":
    ports = f"postgres={find_free_port()},redis={find_free_port()}"
    program = str(Path(sys.executable).with_name("penstock"))
    options = ["--services", "postgres,redis", "--port", str(find_free_port()), "--ports", ports]
    return subprocess.Popen(
        [program, "up", "--data", str(data), *options],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until_it_runs(process: "subprocess.Popen[str]") -> None:
    assert process.stdout
    for line in process.stdout:
        if "Ctrl-C stops everything" in line:
            return
    raise AssertionError("it ended before it was up")


def penstock(*arguments: str) -> "subprocess.CompletedProcess[str]":
    program = str(Path(sys.executable).with_name("penstock"))
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=90, check=False)


@pytest.mark.usefixtures("no_leftovers")
def test_ctrl_c_stops_every_process(data: Path) -> None:
    process = up(data)
    wait_until_it_runs(process)
    below = psutil.Process(process.pid).children(recursive=True)
    assert below
    # As the terminal does it: to the whole foreground group.
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) == 0
    assert not [child for child in below if child.is_running()]


@pytest.mark.usefixtures("no_leftovers")
def test_status_and_down_from_another_terminal(data: Path) -> None:
    assert penstock("status", "--data", str(data)).returncode == 3
    process = up(data)
    wait_until_it_runs(process)
    status = penstock("status", "--data", str(data))
    assert (status.returncode, "postgres" in status.stdout) == (0, True)
    down = penstock("down", "--data", str(data))
    assert (down.returncode, down.stdout) == (0, "Stopped.\n")
    assert process.wait(30) == 0
    assert "Nothing runs" in penstock("down", "--data", str(data)).stdout


def test_no_child_outlives_a_killed_parent(data: Path) -> None:
    process = up(data)
    wait_until_it_runs(process)
    below = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait(10)
    _, alive = psutil.wait_procs(below, timeout=20)
    assert not alive
    # What a killed stack leaves in its files does not disturb the next one.
    with Stack(None, data, SMALL, durable=True) as stack:
        assert is_listening(stack.config.ports["postgres"])


@pytest.mark.usefixtures("no_leftovers")
def test_kafka_starts_under_an_identifier_that_looks_like_an_option(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hyphen_first = uuid.UUID(bytes=b"\xf8" * 16)
    monkeypatch.setattr(uuid, "uuid4", lambda: hyphen_first)
    with Stack(None, data, ["kafka"]) as stack:
        assert is_listening(stack.config.ports["kafka"])
