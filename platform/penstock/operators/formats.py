"""Formats of Kafka records: how they are named, what they need, how they treat bad records."""

from __future__ import annotations

from typing import Literal

Format = Literal["json", "csv", "avro", "debezium-json", "canal-json", "raw"]
DEFAULT: Format = "json"

SKIPPING: tuple[str, ...] = ("json", "csv", "debezium-json", "canal-json")
"""Formats that can leave out a record that they cannot read."""
CHANGELOG: tuple[str, ...] = ("debezium-json", "canal-json")
"""Formats that carry changes; only with them may a Kafka table have a primary key."""


def required_connectors(name: str) -> tuple[str, ...]:
    """Connectors that bring the format, where the engine itself does not."""
    return ("avro",) if name == "avro" else ()


def skip_bad_records(name: str) -> list[tuple[str, str]]:
    """Options that leave out records which cannot be read."""
    return [(f"{name}.ignore-parse-errors", "true")]
