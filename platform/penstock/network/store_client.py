"""What every client of a tenant's store offers, its error and its time limit."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypedDict

from penstock.sql.type_inference import ColumnInfo

SECONDS = 5.0
"""No request to a store takes longer than this."""
MOST_ROWS = 100
MOST_NAMES = 5000

Progress = Callable[[int], None]


class StoreError(Exception):
    """A store refused or could not be reached. The message is a sentence for the person who asked."""


class Sample(TypedDict):
    """Some rows of a topic or table, each an object by column name, and the columns they have."""

    columns: list[ColumnInfo]
    rows: list[dict[str, Any]]


@dataclass(frozen=True)
class RecordingRequest:
    """What to record of a topic.

    Args:
        topic: its name.
        rows: at most so many records.
        seconds: for at most so long.
        start: new records only, the oldest ones, or the newest ones.
        max_bytes: at most so many bytes of values, since all are held in memory.
    """

    topic: str
    rows: int
    seconds: float
    start: Literal["now", "earliest", "latest"]
    max_bytes: int


@dataclass(frozen=True)
class RecordedBatch:
    """Values in the order of their arrival, and how many records had none (tombstones).

    `note` is a sentence when a limit other than the number of rows ended the recording.
    """

    values: list[bytes]
    without_value: int = 0
    note: str = ""


class StoreClient(Protocol):
    """A store under one configuration. Each call opens a connection of its own and takes at most `SECONDS`.

    Every method raises StoreError with a sentence when the store refuses or cannot be reached. A client that
    can record also is a `RecordingClient`.
    """

    def test(self) -> str:
        """Sign in; a sentence that says what answered."""
        ...

    def names(self) -> list[str]:
        """The topics or tables, at most `MOST_NAMES`."""
        ...

    def columns(self, name: str) -> list[ColumnInfo]:
        """The columns of a topic or table with the Flink types that read and write them."""
        ...

    def sample(self, name: str, limit: int) -> Sample:
        """At most `limit` rows (and at most `MOST_ROWS`), read without consuming them."""
        ...


class RecordingClient(StoreClient, Protocol):
    """A client of a store whose records can be recorded into a data pack."""

    def record(self, request: RecordingRequest, progress: Progress) -> RecordedBatch:
        """Read records until a limit is reached.

        Args:
            request: what to read, and the limits.
            progress: called about once a second with the number of records so far; what it raises ends
                the recording and is passed on.
        """
        ...


class Deadline:
    """The time that is left of the five seconds."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Start the clock. A little is kept back for closing connections and building the answer."""
        self._end = time.monotonic() + seconds - 0.3

    def left(self, most: float = math.inf) -> float:
        """Seconds left, never less than a tenth: a time-out of zero means none to some drivers."""
        return max(0.1, min(most, self._end - time.monotonic()))

    @property
    def is_expired(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end


def need_table(found: object, name: str, database: str) -> None:
    """Check that the database listed the table.

    Raises:
        StoreError: Nothing was found.
    """
    if not found:
        raise StoreError(f"There is no table {name} in the database {database}, or the user may not see it.")
