"""Restarts services that have ended, with exponential backoff."""

import threading
import time
from collections.abc import Callable, Mapping

from penstock.local.errors import LocalError
from penstock.local.process import ChildProcess

_POLL_INTERVAL = 0.3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# A service that ran this long is restarted without a long pause.
_HEALTHY_AFTER = 60.0


class Supervisor:
    """A thread that restarts the children of one stack."""

    def __init__(
        self,
        children: Mapping[str, ChildProcess],
        relaunch: Callable[[str], None],
        on_progress: Callable[[str], None],
    ) -> None:
        """Start supervising."""
        self._children, self._relaunch, self._on_progress = children, relaunch, on_progress
        self._pauses: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="supervisor", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop supervising; returns when no restart is in progress."""
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(_POLL_INTERVAL):
            for name, child in dict(self._children).items():
                if child.exit_code is not None:
                    self._handle_exit(name, child)

    def _handle_exit(self, name: str, child: ChildProcess) -> None:
        now = time.monotonic()
        if name not in self._due:
            pause = self._pauses.get(name, _FIRST_PAUSE) if child.lifetime < _HEALTHY_AFTER else _FIRST_PAUSE
            self._pauses[name] = min(pause * 2, _LONGEST_PAUSE)
            self._due[name] = now + pause
            ended = f"{name} ended unexpectedly (code {child.exit_code})"
            self._on_progress(f"{ended}; it restarts in {pause:.1f} s. Its log: {child.log}")
        elif now >= self._due[name] and not self._end.is_set():
            del self._due[name]
            try:
                self._relaunch(name)
            except (LocalError, OSError) as problem:
                self._on_progress(f"{name} could not be restarted: {problem}")
