"""What Flink says, as a sentence that a person can act on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from penstock.graph.problems import did_you_mean

_PREFIXES = re.compile(
    r"^(?:\s*(?:[\w.$]+(?:Exception|Error):|SQL (?:parse|validation) failed[.:]"
    r"|(?:From|At) line \d+, column \d+(?: to line \d+, column \d+)?:))+\s*"
)
_AT = re.compile(r" at line \d+, column \d+")
_EXPECTING = re.compile(r"\s*Was expecting(?: one of)?:.*", re.DOTALL)

Known = tuple[str, re.Pattern[str], Callable[[re.Match[str], Iterable[str]], str]]


def _no_table(match: re.Match[str], tables: Iterable[str]) -> str:
    known = list(tables)
    inputs = f" The inputs are named {', '.join(known)}." if known else ""
    return f"There is no table {match[1]!r} here.{did_you_mean(match[1], known)}{inputs}"


def _no_column(match: re.Match[str], _: Iterable[str]) -> str:
    near = f" Did you mean {match[2]}?" if match[2] else ""
    return f"There is no column {match[1]!r} in the input.{near}"


def _changes(_: re.Match[str], __: Iterable[str]) -> str:
    return (
        "This sink takes rows that never change, but the query changes its earlier results."
        " Write as upsert with a key, or group by a window."
    )


def _encountered(match: re.Match[str], _: Iterable[str]) -> str:
    if match[1] == "<EOF>":
        return "The text ends too early."
    return f"Unexpected {match[1]!r}."


def _two_times(match: re.Match[str], _: Iterable[str]) -> str:
    return (
        f"Several columns are event times: {match[1]}. A sink takes one: leave the others out, or write"
        " CAST(… AS TIMESTAMP(3)) in a SQL operator before it."
    )


_KNOWN: tuple[Known, ...] = (
    ("unknown-table", re.compile(r"Object '([^']+)' not found"), _no_table),
    ("unknown-column", re.compile(r"Column '([^']+)' not found.*?(?:did you mean '([^']+)'|$)"), _no_column),
    ("needs-upsert", re.compile(r"doesn't support consuming (?:update|delete)"), _changes),
    ("two-event-times", re.compile(r"more than one rowtime attribute column \[([^\]]*)\]"), _two_times),
    ("bad-sql", re.compile(r"Encountered \"([^\"]*)\""), _encountered),
)


def explain(kind: str, message: str, tables: Iterable[str]) -> tuple[str, str]:
    """Code and sentence for an error of the planner; `tables` are those that the statement may read."""
    text = message.strip()
    for code, pattern, sentence in _KNOWN:
        match = pattern.search(text)
        if match:
            return code, sentence(match, tables)
    text = _EXPECTING.sub("", _AT.sub("", _PREFIXES.sub("", text))).strip()
    if text and text[-1] not in ".!?":
        text += "."
    return f"sql-{kind}", text or "Flink refuses this without saying why."
