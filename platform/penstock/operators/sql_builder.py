"""Writes a statement piece by piece and remembers which piece came from which parameter."""

from __future__ import annotations

import re
from typing import Self

from penstock.operators.statement import Span, Syntax

_NEWLINE = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"(?:[^\S\n]*\n)*")


class SqlBuilder:
    """Collects pieces of SQL. Columns are counted in UTF-16 units, as Flink and browsers count them."""

    def __init__(self, start: str = "") -> None:
        self._pieces: list[str] = []
        self._spans: list[Span] = []
        self._line, self._column = 1, 1
        self.add(start)

    def add(self, piece: str) -> Self:
        """Append text that came from no parameter."""
        self._pieces.append(piece)
        head, newline, last = piece.rpartition("\n")
        if newline:
            self._line += head.count("\n") + 1
            self._column = 1
        self._column += width(last)
        return self

    def of(self, field: str, piece: str) -> Self:
        """Append text that was written from the parameter `field`."""
        return self._placed(field, piece, None, 1)

    def user(self, field: str, text: str, syntax: Syntax) -> Self:
        """Append the user's own text, verbatim but for blank lines around it and a closing semicolon."""
        text = _NEWLINE.sub("\n", text)
        skipped = _BLANK_LINES.match(text)
        start = skipped.end() if skipped else 0
        body = text[start:].rstrip()
        if body.endswith(";"):
            body = body[:-1].rstrip()
        return self._placed(field, body, syntax, text.count("\n", 0, start) + 1)

    def _placed(self, field: str, piece: str, syntax: Syntax | None, text_line: int) -> Self:
        line, column = self._line, self._column
        self.add(piece)
        end_column = max(self._column - 1, 1)
        self._spans.append(Span(field, line, column, self._line, end_column, syntax, text_line))
        return self

    @property
    def sql(self) -> str:
        """Everything that was written."""
        return "".join(self._pieces)

    @property
    def source(self) -> tuple[Span, ...]:
        """The places that came from parameters."""
        return tuple(self._spans)


def width(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
