"""The planner's process: a JVM behind a pipe, one JSON line for each request and each answer."""

from __future__ import annotations

import contextlib
import json
import math
import os
import queue
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from penstock.compiler.statement_result import StatementResult
from penstock.flink.installation import Engine
from penstock.planner import jvm_command

# Users' classes run in this process, so it gets no more of our environment than a Java program needs.
PASSED_ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "JAVA_HOME")


#: Seconds between two measurements of a process's processor time.
_POLL_SECONDS = 0.25
#: The exit code of a JVM with ExitOnOutOfMemoryError.
_OUT_OF_MEMORY_EXIT = 3


@dataclass
class Progress:
    """How far a check has come: the statement being planned, and the results so far, by their index."""

    statement: int | None = None
    cpu_seconds: float = 0.0
    """Seconds of processor time that the statement has taken; waiting for a busy machine doesn't count."""
    results: dict[int, StatementResult] = field(default_factory=dict)


class ProcessExited(Exception):
    """The process exited before it answered."""

    def __init__(self, progress: Progress | None = None, *, out_of_memory: bool = False) -> None:
        super().__init__()
        self.progress = progress or Progress()
        self.out_of_memory = out_of_memory


class ResponseTimeout(ProcessExited):
    """The process has not answered in time."""


class ProcessCorrupted(Exception):
    """The process reports that it is corrupted and must be replaced."""


class JvmProcess:
    """A running planner. Not thread-safe: its owner sends one request at a time."""

    def __init__(
        self, engine: Engine, heap_mb: int, log: Path | None = None, *, sandboxed: bool = True
    ) -> None:
        self.engine = engine
        self._folder = jvm_command.make_folder()
        with contextlib.ExitStack() as files:
            errors = files.enter_context(log.open("ab")) if log else subprocess.DEVNULL
            self._process = subprocess.Popen(
                jvm_command.build_command(engine, heap_mb, self._folder, sandboxed=sandboxed),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={name: os.environ[name] for name in PASSED_ENVIRONMENT if name in os.environ},
                cwd=self._folder,
                # A Ctrl-C in the terminal is for the owner, which then stops the planner.
                start_new_session=True,
            )
        self._jars = _jar_stamps(engine)
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

    @property
    def outdated(self) -> bool:
        """Whether a jar that it runs on was replaced: its classes may be missing from now on."""
        return _jar_stamps(self.engine) != self._jars

    def rss_mb(self) -> float:
        """Resident memory in MiB; 0 when it has ended."""
        try:
            return float(psutil.Process(self.pid).memory_info().rss) / 2**20
        except psutil.Error:
            return 0.0

    def request(
        self, method: str, params: Mapping[str, object], timeout: float, statement_seconds: float = math.inf
    ) -> dict[str, Any]:
        """The answer to one request: `{"result": …}` or `{"error": sentence}`.

        Args:
            method: The name of the request, see `penstock.planner.protocol`.
            params: Its parameters.
            timeout: Seconds for the whole request.
            statement_seconds: Seconds of processor time for each statement of a check.

        Raises:
            ProcessExited: It exited before it answered.
            ResponseTimeout: One of the two times is over.
            ProcessCorrupted: It must be replaced.
        """
        self._count += 1
        line = json.dumps({"id": self._count, "method": method, "params": params}, ensure_ascii=False)
        deadline = time.monotonic() + timeout
        try:
            self._stdin.write(line.encode() + b"\n")
            self._stdin.flush()
        except OSError as error:
            raise ProcessExited from error
        progress, before = Progress(), 0.0
        while True:
            try:
                answer = self._next(min(deadline, time.monotonic() + _POLL_SECONDS))
            except ProcessExited as end:
                progress.cpu_seconds = max(progress.cpu_seconds, self._cpu_seconds() - before)
                if (
                    isinstance(end, ResponseTimeout)
                    and time.monotonic() < deadline
                    and progress.cpu_seconds < statement_seconds
                ):
                    continue
                end.progress = progress
                raise
            if answer.get("id") != self._count:
                continue
            if "started" in answer:
                progress.statement, progress.cpu_seconds, before = answer["started"], 0.0, self._cpu_seconds()
            elif "checked" in answer:
                progress.results[answer["checked"]] = answer["statement"]
            elif "corrupted" in answer:
                raise ProcessCorrupted(answer["corrupted"])
            else:
                return answer

    def _exit_code(self) -> int | None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self._process.wait(1)
        return None

    def _cpu_seconds(self) -> float:
        try:
            used = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(used.user + used.system)

    def stop(self, grace: float = 1.0) -> None:
        """End the process; it ends by itself when its input is closed."""
        with contextlib.suppress(OSError):
            self._stdin.close()
        try:
            self._process.wait(grace)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def _stdin(self) -> Any:
        return self._process.stdin

    def _next(self, deadline: float) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ResponseTimeout from None
        if line is None:
            raise ProcessExited(out_of_memory=self._exit_code() == _OUT_OF_MEMORY_EXIT)
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


def _jar_stamps(engine: Engine) -> list[tuple[str, int, int]]:
    """Name, time and size of each jar."""
    found = []
    for jar in engine.planner_classpath():
        about = jar.stat()
        found.append((str(jar), about.st_mtime_ns, about.st_size))
    return found
