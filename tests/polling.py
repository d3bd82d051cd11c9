"""The one way in which tests wait: for a condition, with a deadline, never for a time."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def wait(what: str, ask: Callable[[], T], seconds: float = 60.0, pause: float = 0.05) -> T:
    """The first true answer; fails with the last one when none comes in time."""
    end, last = time.monotonic() + seconds, None
    while time.monotonic() < end:
        last = ask()
        if last:
            return last
        threading.Event().wait(pause)  # only keeps the waiting from eating the processor
    raise AssertionError(f"not within {seconds:g} s: {what}; last: {last!r}")
