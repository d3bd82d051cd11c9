"""The heartbeat of a lease: renewed in a thread of its own while its holder works."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.db import DatabaseError, connection

log = structlog.get_logger(__name__)


@contextmanager
def heartbeat(beat: Callable[[], bool], seconds: float) -> Iterator[None]:
    """Call `beat` every so many seconds until the context ends, it returns False, or the database fails.

    A beat that stops is no error here: a worker that lost its lease finds out at its next fenced write.
    """
    done = threading.Event()
    keeper = threading.Thread(target=_run, args=(beat, seconds, done), name="heartbeat", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()


def _run(beat: Callable[[], bool], seconds: float, done: threading.Event) -> None:
    try:
        while not done.wait(seconds) and beat():
            # Back to the pool at once: it is smaller than the number of threads.
            connection.close()
    except DatabaseError as error:
        log.warning("lease not renewed", error=type(error).__name__)
    finally:
        connection.close()
