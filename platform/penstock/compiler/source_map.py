"""From a place in generated SQL back to the parameter, and to line and column of the user's own text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from penstock.operators.statement import Span, Statement


@dataclass(frozen=True, slots=True)
class SourcePosition:
    """A parameter, and where in the user's text of it, if it is a text."""

    field: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None


def locate(statement: Statement, error: Mapping[str, Any]) -> SourcePosition:
    """The place that an error of the planner (`line`, `column`, `end_line`, `end_column`) points at.

    Flink counts from 1 and includes the end. An error outside of anything the user wrote, such as a missing
    parenthesis noticed only after the text, is placed at the end of the text before it.
    """
    line, column = error.get("line"), error.get("column")
    if not line or not column:
        return _whole(statement)
    span = next((s for s in statement.source if s.holds(line, column)), None)
    if span is None:
        span = _before(statement, line, column)
        return _at_end(span) if span else _whole(statement)
    if span.syntax is None:
        return SourcePosition(span.field)
    end_line, end_column = error.get("end_line") or line, error.get("end_column") or column
    if not span.holds(end_line, end_column):
        end_line, end_column = span.end_line, span.end_column
    return SourcePosition(span.field, *span.to_user(line, column), *span.to_user(end_line, end_column))


def _whole(statement: Statement) -> SourcePosition:
    """Without a position the text as a whole is meant, if the statement has one."""
    texts = [span.field for span in statement.source if span.syntax]
    return SourcePosition(texts[0]) if len(texts) == 1 else SourcePosition()


def _before(statement: Statement, line: int, column: int) -> Span | None:
    ended = [s for s in statement.source if s.syntax and (s.end_line, s.end_column) < (line, column)]
    return ended[-1] if ended else None


def _at_end(span: Span) -> SourcePosition:
    line, column = span.to_user(span.end_line, span.end_column)
    return SourcePosition(span.field, line, column, line, column)
