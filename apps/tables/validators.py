"""What a table's columns must be like: names, Flink types, event time and key that fit them."""

from collections.abc import Sequence
from typing import Any

from apps.core.errors import Invalid
from penstock.sql import types as sql_types

MAX_COLUMNS = 1000
# An event time is a timestamp, or a long that counts milliseconds.
EVENT_TIMES = {"TIMESTAMP", "TIMESTAMP_LTZ", "BIGINT"}


def validate_columns(columns: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The columns with their types in canonical form.

    Raises:
        Invalid: Names repeat or types are unknown; each place is named as `columns.<index>.<field>`.
    """
    wrong: dict[str, list[str]] = {}
    checked: list[dict[str, str]] = []
    for index, column in enumerate(columns):
        name = column["name"]
        if any(name == other["name"] for other in checked):
            wrong[f"columns.{index}.name"] = [f"There are two columns called “{name}”."]
        try:
            kind = sql_types.canonical(column["type"])
        except ValueError as error:
            wrong[f"columns.{index}.type"] = [f"{error}."]
            continue
        checked.append({"name": name, "type": kind, "description": column.get("description", "")})
    if wrong:
        raise Invalid(" ".join(text for (text,) in wrong.values()), fields=wrong)
    return checked


def validate_roles(columns: Sequence[dict[str, str]], event_time: str, key: Sequence[str]) -> None:
    """Check that event time and key name columns that are there and fit.

    Raises:
        Invalid: One does not; the exception names the field.
    """
    types = {column["name"]: column["type"] for column in columns}
    if event_time and event_time not in types:
        raise Invalid.field("event_time", f"There is no column “{event_time}”.")
    if event_time and sql_types.parse(types[event_time]).root not in EVENT_TIMES:
        raise Invalid.field(
            "event_time",
            f"“{event_time}” is {types[event_time]}: a TIMESTAMP, or a BIGINT of milliseconds, is needed.",
        )
    for name in key:
        if name not in types:
            raise Invalid.field("key", f"There is no column “{name}”.")
