"""Values from drivers in a form that JSON can carry and a person can read."""

import base64
import datetime as dt
import math
import uuid
from collections.abc import Mapping
from decimal import Decimal

from pydantic import JsonValue

_LONGEST_TEXT = 10_000
# Beyond this a browser's numbers lose digits, so such a number travels as text.
_EXACT_IN_JSON = 2**53


def printable(value: object) -> JsonValue:
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


def _text(value: object) -> str:
    if isinstance(value, (bytes, bytearray, memoryview)):
        text = base64.b64encode(bytes(value)).decode()
    elif isinstance(value, dt.datetime):
        text = value.isoformat(sep=" ")
    elif isinstance(value, (Decimal, uuid.UUID, dt.date, dt.time, dt.timedelta, str)):
        text = str(value)
    else:
        text = repr(value)
    return text if len(text) <= _LONGEST_TEXT else f"{text[:_LONGEST_TEXT]}…"
