"""Names that the JDBC connector can write to.

It puts column names into its statements as named parameters, so they must look like variables. What else a
database asks of names is in its `JdbcConnector`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from penstock.connectors.jdbc.dialect import JdbcConnector
from penstock.graph.problems import Problem

_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_TABLE = re.compile(r"[\w$-]{1,64}(\.[\w$-]{1,64})?")


def check_table(name: str, field: str) -> Iterator[Problem]:
    """Problems of a table's name: letters, digits, `_`, `-`, `$`, and at most one dot."""
    if not _TABLE.fullmatch(name):
        sentence = (
            f"{name[:60]!r} cannot be written to: letters, digits, '_', '-', '$' and one dot are possible."
        )
        yield Problem("bad-name", sentence, field=field)


def check_columns(columns: Iterable[str], database: JdbcConnector, field: str) -> Iterator[Problem]:
    """Problems of the columns that are to be written to a table of this database."""
    for name in columns:
        if not _COLUMN.fullmatch(name):
            sentence = f"The column {name!r} cannot be written: give it a name of letters, digits and '_'."
            yield Problem("bad-column", sentence, field=field)
        elif database.is_reserved(name):
            sentence = f"The column {name!r} is a reserved word of {database.label}: give it another name."
            yield Problem("bad-column", sentence, field=field)
        elif database.stored_name(name) != name:
            stored = database.stored_name(name)
            sentence = f"The column {name!r} is written to {database.label} as {stored}."
            yield Problem("folded-column", sentence, severity="warning", field=field)
