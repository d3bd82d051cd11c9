"""The one place that writes Flink SQL from values: names, literals, intervals, types, tables.

Nothing else in Penstock puts quotes around anything. That Flink's parser reads back what is written here is
held by a property test in `tests/engine`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

DAY_MS = 86_400_000
MAX_INTERVAL_MS = 100 * DAY_MS - 1
"""Longest interval that Flink plans: the days of a literal have two digits."""
_NOT_IN_NAMES = frozenset("\0\r\n")


def ident(name: str) -> str:
    """`name` as a quoted identifier. Flink reads any text there but an empty one, or one with line breaks.

    Raises:
        ValueError: The name is empty or holds a line break.
    """
    if not name or not _NOT_IN_NAMES.isdisjoint(name):
        raise ValueError(f"{name[:40]!r} cannot be the name of a table or column")
    return "`" + name.replace("`", "``") + "`"


def text(value: str) -> str:
    """`value` as a string literal. Flink knows no escapes but the doubled quote.

    Raises:
        ValueError: The text holds a NUL character.
    """
    if "\0" in value:
        raise ValueError("A text in SQL cannot hold a NUL character")
    return "'" + value.replace("'", "''") + "'"


def interval(ms: int) -> str:
    """A day-to-second interval of 0 to `MAX_INTERVAL_MS` milliseconds.

    The one form that both the table definition and the planner accept: `INTERVAL '5000' SECOND` fails in
    the parser (two digits), `SECOND(6, 3)` passes it and dies in planning.

    Raises:
        ValueError: `ms` is out of range.
    """
    if not 0 <= ms <= MAX_INTERVAL_MS:
        raise ValueError(f"An interval has 0 to {MAX_INTERVAL_MS} ms, not {ms}")
    seconds, millis = divmod(ms, 1000)
    minutes, second = divmod(seconds, 60)
    hours, minute = divmod(minutes, 60)
    day, hour = divmod(hours, 24)
    return f"INTERVAL '{day} {hour:02}:{minute:02}:{second:02}.{millis:03}' DAY TO SECOND"


def names(columns: Iterable[str]) -> str:
    """Quoted names, separated by commas."""
    return ", ".join(map(ident, columns))


def option(key: str, value: str) -> str:
    """One line of a WITH clause."""
    return f"{text(key)} = {text(value)}"


def block(lines: Sequence[str]) -> str:
    """`lines` as a parenthesised, indented list, one entry a line."""
    return "(\n" + ",\n".join(f"  {line}" for line in lines) + "\n)"


def create_view(name: str, query: str) -> str:
    """`CREATE TEMPORARY VIEW` of a query."""
    return f"CREATE TEMPORARY VIEW {ident(name)} AS\n{query}"


def create_table(
    name: str,
    columns: Sequence[str] = (),
    *,
    key: Sequence[str] = (),
    options: Sequence[tuple[str, str]] = (),
) -> str:
    """`CREATE TEMPORARY TABLE` of ready column definitions, with a primary key and options where given."""
    lines = [*columns]
    if key:
        lines.append(f"PRIMARY KEY ({names(key)}) NOT ENFORCED")
    head = f"CREATE TEMPORARY TABLE {ident(name)}"
    head = f"{head} {block(lines)}" if lines else head
    return f"{head} WITH {block([option(k, v) for k, v in options])}" if options else head
