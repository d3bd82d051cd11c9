"""JSON as PostgreSQL can hold it."""

import json
from typing import TypeVar, cast

T = TypeVar("T")


def to_storable(value: T) -> T:
    """`value` without what PostgreSQL cannot hold in JSON: NUL, and surrogates that have no other half."""
    text = json.dumps(value)
    if "\\u0000" not in text and "\\ud" not in text:
        return value
    return cast(T, _clean(value))


def _clean(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value
