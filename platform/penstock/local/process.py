"""One child process with its log, in a process group of its own."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil

_LAUNCHER = Path(__file__).with_name("launcher.py")
# Linux ties a child to the *thread* that started it. This one lives as long as the interpreter,
# so no child dies because the caller's thread came to its end.
_SPAWNER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="spawner")


class ChildProcess:
    """A running program: its pid, its log, and a way to stop it together with its descendants."""

    def __init__(
        self,
        command: Sequence[str],
        env: Mapping[str, str],
        folder: Path,
        log: Path,
        launcher_options: Sequence[str] = (),
    ) -> None:
        """Start `command` in `folder`, appending what it prints to `log`."""
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        self.log_start = log.stat().st_size if log.exists() else 0
        launch = [
            sys.executable,
            "-I",
            "-S",
            str(_LAUNCHER),
            str(os.getpid()),
            *launcher_options,
            "--",
            *command,
        ]
        self._popen = _SPAWNER.submit(_spawn, launch, env, folder, log).result()
        self.started = time.monotonic()
        self._ended: float | None = None

    @property
    def pid(self) -> int:
        """The process id, which is also the id of its group."""
        return self._popen.pid

    @property
    def exit_code(self) -> int | None:
        """The exit code, or None while it runs."""
        code = self._popen.poll()
        if code is not None and self._ended is None:
            self._ended = time.monotonic()
        return code

    @property
    def age(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started

    @property
    def lifetime(self) -> float:
        """Seconds from its start until its end was detected (or until now)."""
        return (self._ended or time.monotonic()) - self.started

    def wait(self, timeout: float) -> int | None:
        """Its exit code once it has ended; None when it still runs after `timeout` seconds."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._popen.wait(timeout=timeout)
        return None

    def signal(self, number: int) -> None:
        """Send a signal to the program alone, if it still runs."""
        if self.exit_code is None:
            self._popen.send_signal(number)

    def stop(self, number: int, grace: float) -> None:
        """Send a signal, wait for at most `grace` seconds, then kill the whole group."""
        below = descendants(self.pid)
        self.signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(timeout=grace)
        self.kill()
        for process in below:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    def kill(self) -> None:
        """Kill the program and its descendants, and wait until they have ended."""
        below = descendants(self.pid)
        kill_group(self.pid)
        self._popen.wait(timeout=10)
        for process in below:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(below, timeout=10)

    def output(self, most: int = 65_536) -> str:
        """The output of this start of the program: its last `most` bytes."""
        with self.log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(self.log_start, size - most))
            return file.read().decode(errors="replace")

    def tail(self, lines: int = 15) -> str:
        """The last lines of its output."""
        return "\n".join(self.output().splitlines()[-lines:])


def descendants(pid: int) -> list[psutil.Process]:
    """All descendants of a process, also those with a process group of their own."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _spawn(command: list[str], env: Mapping[str, str], folder: Path, log: Path) -> "subprocess.Popen[bytes]":
    with log.open("ab") as output:
        return subprocess.Popen(
            command,
            cwd=folder,
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def kill_group(pid: int) -> None:
    """Kill every process in the group that `pid` leads or led."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def is_same_process(pid: int, created: float) -> bool:
    """Whether `pid` is still the process created at that time, and not another with a recycled id."""
    try:
        process = psutil.Process(pid)
        return abs(process.create_time() - created) < 1 and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def get_creation_time(pid: int) -> float:
    """When the process was created; 0 if it has ended."""
    try:
        return psutil.Process(pid).create_time()
    except psutil.NoSuchProcess:
        return 0.0
