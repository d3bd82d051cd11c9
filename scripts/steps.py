"""Runs installation steps: concurrently where possible, and only if their inputs have changed."""

import contextlib
import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO


class StepFailed(Exception):
    """A step's command failed. The message has the step, the end of its output, and the path of its log."""


@dataclass(frozen=True)
class Step:
    """One installation step: its commands, the files that they depend on, and their outputs."""

    name: str
    what: str
    inputs: Sequence[Path]
    outputs: Sequence[Path]
    commands: Sequence[Sequence[str]] = ()
    folder: Path | None = None
    env: dict[str, str] | None = None
    # Runs after the commands.
    action: Callable[[], None] | None = None
    # A download may be interrupted; a build of our own code would fail again.
    attempts: int = 1


@dataclass
class Runner:
    """Runs chains of steps; a hash of the inputs marks a step as done."""

    state: Path
    say: Callable[[str], None] = print
    done: Callable[[Step], None] = lambda _: None
    _failed: threading.Event = field(default_factory=threading.Event)
    _running: "set[subprocess.Popen[bytes]]" = field(default_factory=set)
    _voice: threading.Lock = field(default_factory=threading.Lock)
    # Held from the start of a command until it is registered, so that `stop` reaches it.
    _starting: threading.Lock = field(default_factory=threading.Lock)

    def run(self, chains: Sequence[Sequence[Step]]) -> None:
        """Run all chains concurrently, the steps of a chain in order. Raises the first StepFailed."""
        problems: list[Exception] = []

        def run_chain(chain: Sequence[Step]) -> None:
            try:
                for step in chain:
                    if self._failed.is_set():
                        return
                    self._run(step)
                    self.done(step)
            except Exception as problem:  # noqa: BLE001 - a thread must report any failure
                self._failed.set()
                problems.append(problem)

        threads = [threading.Thread(target=run_chain, args=(chain,), daemon=True) for chain in chains]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if problems:
            raise problems[0]

    def _run(self, step: Step) -> None:
        stamp = self.state / "stamps" / step.name
        wanted = compute_digest(step)
        if stamp.exists() and stamp.read_text() == wanted and all(path.exists() for path in step.outputs):
            return
        started_at = time.monotonic()
        self._say(f"  … {step.what}")
        stamp.unlink(missing_ok=True)
        for attempt in range(step.attempts):
            try:
                self._execute(step)
                break
            except StepFailed:
                if attempt + 1 == step.attempts or self._failed.is_set():
                    raise
                self._say(f"  … {step.what}: retrying after a failure")
        missing = [path for path in step.outputs if not path.exists()]
        if missing:
            raise StepFailed(f"{step.what}: {missing[0]} was not created.")
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(wanted)
        self._say(f"  ✓ {step.what} ({time.monotonic() - started_at:.0f} s)")

    def _call(self, command: Sequence[str], step: Step, output: IO[str]) -> int:
        with self._starting:
            if self._failed.is_set():
                raise StepFailed(f"{step.what}: not started, because the installation was stopped.")
            process = subprocess.Popen(
                command,
                cwd=step.folder,
                env=step.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # A process group of its own, so that `stop` reaches the command's children.
                start_new_session=True,
            )
            self._running.add(process)
        try:
            return process.wait()
        finally:
            self._running.discard(process)

    def stop(self) -> None:
        """Stop the running commands and their descendants."""
        with self._starting:
            self._failed.set()
            running = list(self._running)
        for process in running:
            signal_group(process, signal.SIGTERM)

    def _say(self, line: str) -> None:
        with self._voice:
            self.say(line)

    def _execute(self, step: Step) -> None:
        log = self.state / "logs" / f"{step.name}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("w") as output:
            for command in step.commands:
                output.write(f"$ {' '.join(command)}\n")
                output.flush()
                if self._call(command, step, output) != 0:
                    tail = "\n".join(log.read_text(errors="replace").splitlines()[-25:])
                    raise StepFailed(f"{step.what} failed.\n{tail}\nAll of it: {log}")
        if step.action:
            step.action()


def signal_group(process: "subprocess.Popen[bytes]", number: int) -> None:
    """Send a signal to a command's process group, if it still exists."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def compute_digest(step: Step) -> str:
    """A hash over the step's commands and the content of its input files."""
    total = hashlib.sha256(repr((sys.version, step.commands)).encode())
    for path in _files(step.inputs):
        total.update(f"\0{path}\0".encode())
        total.update(path.read_bytes())
    return total.hexdigest()


# Build outputs inside the hashed folders.
_NOT_INPUT = {"node_modules", "dist", "target", "__pycache__", "dependency-reduced-pom.xml", ".vite"}


def _files(paths: Iterable[Path]) -> list[Path]:
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += _files(child for child in path.iterdir() if child.name not in _NOT_INPUT)
        elif path.exists():
            found.append(path)
    return sorted(found)
