"""The planner's process itself: a JVM behind a pipe, one JSON line for each question and each answer."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import psutil

from penstock.planner.engines import Engine, java

# Users' classes run in this process, so it gets no more of our environment than a Java program needs.
PASSED_ON = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "JAVA_HOME")


class Died(Exception):
    """The process ended before it answered."""


class Late(Exception):
    """The process has not answered in time."""


class Pipe:
    """A running planner. Not thread-safe: its owner asks one question at a time."""

    def __init__(self, engine: Engine, heap_mb: int, log: Path | None = None) -> None:
        self.engine = engine
        with contextlib.ExitStack() as files:
            errors = files.enter_context(log.open("ab")) if log else subprocess.DEVNULL
            self._process = subprocess.Popen(
                _command(engine, heap_mb),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
                cwd=tempfile.gettempdir(),
                # A Ctrl-C in the terminal is for the owner, which then ends the planner in order.
                start_new_session=True,
            )
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._count = 0
        threading.Thread(target=self._read, name="planner-answers", daemon=True).start()

    @property
    def pid(self) -> int:
        """The process id of the JVM."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def rss_mb(self) -> float:
        """Resident memory in MiB; 0 when it has ended."""
        try:
            return float(psutil.Process(self.pid).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0

    def ask(self, method: str, params: dict[str, Any], timeout: float) -> dict[str, Any]:
        """The answer to one request: `{"result": …}` or `{"error": sentence}`."""
        self._count += 1
        line = json.dumps({"id": self._count, "method": method, "params": params}, ensure_ascii=False)
        deadline = time.monotonic() + timeout
        try:
            self._stdin.write(line.encode() + b"\n")
            self._stdin.flush()
        except OSError as error:
            raise Died from error
        while True:
            answer = self._next(deadline)
            if answer.get("id") == self._count:
                return answer

    def stop(self, grace: float = 1.0) -> None:
        """End the process; it ends by itself when its input is closed."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    def _next(self, deadline: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise Late from None
        if line is None:
            raise Died
        try:
            answer = json.loads(line)
        except ValueError:
            return {}  # the JVM itself, or native code, printed this
        return answer if isinstance(answer, dict) else {}

    def _read(self) -> None:
        stdout = self._process.stdout
        if stdout is not None:
            for line in stdout:
                self._answers.put(line)
            stdout.close()
        self._answers.put(None)


def _command(engine: Engine, heap_mb: int) -> list[str]:
    classpath = os.pathsep.join(map(str, engine.planner_classpath()))
    return [
        str(java()),
        f"-Xmx{heap_mb}m",
        "-XX:MaxMetaspaceSize=512m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+DisplayVMOutputToStderr",
        "-XX:+UseSerialGC",
        # Questions are short: the second compiler costs more time and memory than it brings.
        "-XX:TieredStopAtLevel=1",
        # As Flink's own configuration opens them to its processes.
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        "-cp",
        classpath,
        "io.penstock.planner.Worker",
    ]
