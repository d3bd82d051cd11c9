"""What all kinds of stores share: the error, the time limit, the shape of columns, values fit for JSON."""

import base64
import datetime as dt
import math
import time
import uuid
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict

SECONDS = 5.0
"""Nothing asked of a store takes longer than this."""
MOST_ROWS = 100
MOST_NAMES = 5000
_LONGEST_TEXT = 10_000
# Beyond this a browser's numbers lose digits, so such a number travels as text.
_EXACT_IN_JSON = 2**53

Secrets = Mapping[str, str]


class StoreError(Exception):
    """A store refused or could not be reached. The message is a sentence for the person who asked."""


class Settings(BaseModel):
    """Base of the connections' settings: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Deadline:
    """The time that is left of the five seconds."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Start the clock. A little is kept back for closing connections and building the answer."""
        self._end = time.monotonic() + seconds - 0.3

    def left(self, most: float = math.inf) -> float:
        """Seconds left, never less than a tenth: a time-out of zero means none to some drivers."""
        return max(0.1, min(most, self._end - time.monotonic()))

    @property
    def passed(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() >= self._end


def printable(value: Any) -> Any:
    """A value from a driver as JSON can carry it and a person can read it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT_IN_JSON else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, (list, tuple, set, frozenset)):
        return [printable(item) for item in value]
    if isinstance(value, Mapping):
        return {str(key): printable(item) for key, item in value.items()}
    return _text(value)


def _text(value: Any) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        text = base64.b64encode(bytes(value)).decode()
    elif isinstance(value, dt.datetime):
        text = value.isoformat(sep=" ")
    elif isinstance(value, (Decimal, uuid.UUID, dt.date, dt.time, dt.timedelta, str)):
        text = str(value)
    else:
        text = repr(value)
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
