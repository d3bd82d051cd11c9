"""Names that the JDBC connector can write to.

It puts column names into its statements as named parameters, so they must look like variables; for
PostgreSQL it writes names without quotes, so they must not be reserved and are folded to lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from penstock.graph.problems import Problem

_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TABLE = re.compile(r"[\w$-]{1,64}(\.[\w$-]{1,64})?")
_POSTGRESQL_RESERVED = re.compile(
    "all|analy[sz]e|and|any|array|as|asc|asymmetric|authorization|binary|both|case|cast|check|collate|collation"
    "|column|concurrently|constraint|create|cross|current_(catalog|date|role|schema|time|timestamp|user)"
    "|default|deferrable|desc|distinct|do|else|end|except|false|fetch|for|foreign|freeze|from|full|grant|group"
    "|having|ilike|in|initially|inner|intersect|into|is|isnull|join|lateral|leading|left|like|limit|localtime"
    "|localtimestamp|natural|not|notnull|null|offset|on|only|or|order|outer|overlaps|placing|primary"
    "|references|returning|right|select|session_user|similar|some|symmetric|system_user|table|tablesample"
    "|then|to|trailing|true|union|unique|user|using|variadic|verbose|when|where|window|with",
    re.IGNORECASE,
)


def check_table(name: str, field: str) -> Iterator[Problem]:
    """Problems of a table's name: letters, digits, `_`, `-`, `$`, and at most one dot."""
    if not _TABLE.fullmatch(name):
        sentence = (
            f"{name[:60]!r} cannot be written to: letters, digits, '_', '-', '$' and one dot are possible."
        )
        yield Problem("bad-name", sentence, field=field)


def check_columns(columns: Iterable[str], postgresql: bool, field: str) -> Iterator[Problem]:
    """Problems of the columns that are to be written."""
    for name in columns:
        if not _COLUMN.fullmatch(name):
            sentence = f"The column {name!r} cannot be written: give it a name of letters, digits and '_'."
            yield Problem("bad-column", sentence, field=field)
        elif postgresql and _POSTGRESQL_RESERVED.fullmatch(name):
            sentence = f"The column {name!r} is a reserved word of PostgreSQL: give it another name."
            yield Problem("bad-column", sentence, field=field)
        elif postgresql and name != name.lower():
            sentence = f"The column {name!r} is written to PostgreSQL as {name.lower()}."
            yield Problem("folded-column", sentence, severity="warning", field=field)


def quoted(name: str, kind: str) -> str:
    """The value of the connector's option `table-name` for a checked name.

    For MySQL the connector itself puts backticks around the whole; between database and table they go here.
    """
    if kind == "mysql":
        return name.replace(".", "`.`")
    return ".".join(f'"{part}"' for part in name.split("."))
