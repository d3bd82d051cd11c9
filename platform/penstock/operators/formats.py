"""Formats of Kafka records: how they are named, what they need, how they treat bad records."""

from __future__ import annotations

from typing import Literal

from penstock.operators.option_policy import prefixed
from penstock.operators.statement import Changelog

Format = Literal["json", "csv", "avro", "debezium-json", "canal-json", "raw"]
DEFAULT: Format = "json"

SKIPPING: tuple[str, ...] = ("json", "csv", "debezium-json", "canal-json")
"""Formats that can leave out a record that they cannot read."""
CHANGELOG: tuple[str, ...] = ("debezium-json", "canal-json")
"""Formats that carry changes; only with them may a Kafka table have a primary key."""

OPTIONS = (
    *prefixed("json.", "fail-on-missing-field timestamp-format.standard map-null-key.mode"),
    *prefixed("json.", "map-null-key.literal encode.decimal-as-plain-number encode.ignore-null-fields"),
    *prefixed("json.", "ignore-parse-errors decode.json-parser.enabled"),
    *prefixed("csv.", "field-delimiter disable-quote-character quote-character allow-comments null-literal"),
    *prefixed("csv.", "array-element-delimiter escape-character write-bigdecimal-in-scientific-notation"),
    *prefixed("csv.", "ignore-parse-errors"),
    *prefixed("avro.", "encoding timestamp_mapping.legacy"),
    *prefixed("debezium-json.", "schema-include timestamp-format.standard ignore-parse-errors"),
    *prefixed("canal-json.", "database.include table.include timestamp-format.standard ignore-parse-errors"),
    *prefixed("raw.", "charset endianness"),
)
"""Options of formats that a person may give."""


def find_changelog(name: str, mode: Changelog = "append") -> Changelog:
    """The changes of a table with this format: all where the format carries them, else those of `mode`."""
    return "all" if name in CHANGELOG else mode


def required_connectors(name: str) -> tuple[str, ...]:
    """Connectors that bring the format, where the engine itself does not."""
    return ("avro",) if name == "avro" else ()


def skip_bad_records(name: str) -> list[tuple[str, str]]:
    """Options that leave out records which cannot be read."""
    return [(f"{name}.ignore-parse-errors", "true")]
