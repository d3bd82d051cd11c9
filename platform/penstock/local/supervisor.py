"""Starts again what died, ever more slowly when it keeps dying."""

import threading
import time
from collections.abc import Callable, Mapping

from penstock.local.errors import LocalError
from penstock.local.process import Child

_LOOK_EVERY = 0.3
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
# Having run this long, a service has earned a quick restart again.
_HEALTHY_AFTER = 60.0


class Watcher:
    """A thread that looks after the children of one stack."""

    def __init__(
        self, children: Mapping[str, Child], revive: Callable[[str], None], tell: Callable[[str], None]
    ) -> None:
        """Start watching."""
        self._children, self._revive, self._tell = children, revive, tell
        self._pauses: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching; returns when no restart is under way any more."""
        self._end.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._end.wait(_LOOK_EVERY):
            for name, child in dict(self._children).items():
                if child.exit_code is not None:
                    self._attend(name, child)

    def _attend(self, name: str, child: Child) -> None:
        now = time.monotonic()
        if name not in self._due:
            pause = self._pauses.get(name, _FIRST_PAUSE) if child.lived < _HEALTHY_AFTER else _FIRST_PAUSE
            self._pauses[name] = min(pause * 2, _LONGEST_PAUSE)
            self._due[name] = now + pause
            ended = f"{name} ended unexpectedly (code {child.exit_code})"
            self._tell(f"{ended}; it starts again in {pause:.1f} s. Its log: {child.log}")
        elif now >= self._due[name] and not self._end.is_set():
            del self._due[name]
            try:
                self._revive(name)
            except (LocalError, OSError) as problem:
                self._tell(f"{name} could not be started again: {problem}")
