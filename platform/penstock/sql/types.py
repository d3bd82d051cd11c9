"""Flink's SQL data types: read from text, written back in one canonical form.

A type that a person registered for a column goes into generated SQL; only what is understood here gets there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from penstock.sql import quoting as sql

T = TypeVar("T")

MAX_TEXT = 20_000
MAX_DEPTH = 50

_TOKEN = re.compile(
    r"\s*(?:(?P<quoted>`(?:[^`]|``)+`)|(?P<text>'(?:[^']|'')*')|(?P<word>\w+)|(?P<mark>[<>(),]))"
)

# How many numbers a type takes in parentheses, and the canonical names of what has several.
_NUMBERS = {
    "CHAR": 1, "VARCHAR": 1, "BINARY": 1, "VARBINARY": 1, "DECIMAL": 2, "TIME": 1, "TIMESTAMP": 1,
    "TIMESTAMP_LTZ": 1, "STRING": 0, "BYTES": 0, "BOOLEAN": 0, "TINYINT": 0, "SMALLINT": 0, "INT": 0,
    "BIGINT": 0, "FLOAT": 0, "DOUBLE": 0, "DATE": 0,
}  # fmt: skip
_ALIASES = {"INTEGER": "INT", "DEC": "DECIMAL", "NUMERIC": "DECIMAL"}
_LARGEST = {"DECIMAL": 38, "TIME": 9, "TIMESTAMP": 9, "TIMESTAMP_LTZ": 9}
_LONGEST = 2**31 - 1
_UNBOUNDED = {"VARCHAR": "STRING", "VARBINARY": "BYTES"}  # how Flink spells them inside of other types
_DEFAULTS = {"TIMESTAMP": 6, "TIMESTAMP_LTZ": 6, "TIME": 0}


@dataclass(frozen=True, slots=True)
class DataType:
    """A parsed type: its root (`DECIMAL`, `ROW` …), its numbers, and its canonical text.

    `parts` are the types inside of it (of an array one, of a map key and value, of a row its fields, whose
    names are in `names`).
    """

    root: str
    numbers: tuple[int, ...]
    text: str
    nullable: bool = True
    parts: tuple[DataType, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def precision(self) -> int | None:
        """Digits of a time type, Flink's default filled in."""
        return self.numbers[0] if self.numbers else _DEFAULTS.get(self.root)


@lru_cache(maxsize=4096)
def parse(text: str) -> DataType:
    """Read a type such as `DECIMAL(10, 2) NOT NULL` or ``ROW<`a` INT, b ARRAY<STRING>>``.

    Raises:
        ValueError: The text is no type; the message names the part that isn't understood.
    """
    if len(text) > MAX_TEXT:
        raise ValueError("The type is too long")
    reader = _Reader(_tokens(text))
    found = reader.type(0)
    if reader.peek():
        raise ValueError(f"Unexpected {reader.peek()} after the type {found.text}")
    return found


def canonical(text: str) -> str:
    """The canonical text of a type."""
    return parse(text).text


def _tokens(text: str) -> list[str]:
    tokens, at, end = [], 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if not match:
            raise ValueError(f"Unexpected {text[at:].strip()[:20]!r} in a type")
        tokens.append(match.group().strip())
        at = match.end()
    return tokens


class _Reader:
    """Recursive descent over the tokens of one type."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise ValueError("The type ends too early")
        self.at += 1
        return token

    def accept(self, *words: str) -> bool:
        ahead = [token.upper() for token in self.tokens[self.at : self.at + len(words)]]
        if ahead != list(words):
            return False
        self.at += len(words)
        return True

    def expect(self, mark: str) -> None:
        if not self.accept(mark):
            raise ValueError(f"Expected {mark} but found {self.peek() or 'the end'} in a type")

    def type(self, depth: int) -> DataType:
        if depth > MAX_DEPTH:
            raise ValueError("The type is nested too deeply")
        word = self.take()
        root = _ALIASES.get(word.upper(), word.upper())
        numbers: tuple[int, ...] = ()
        parts: tuple[DataType, ...] = ()
        names: tuple[str, ...] = ()
        if root in ("ARRAY", "MULTISET", "MAP"):
            parts = self.inner(depth, 2 if root == "MAP" else 1)
            text = f"{root}<{', '.join(part.text for part in parts)}>"
        elif root == "ROW":
            names, parts = self.row(depth)
            fields = (f"{sql.ident(n)} {part.text}" for n, part in zip(names, parts, strict=True))
            text = f"ROW<{', '.join(fields)}>"
        elif root in _NUMBERS:
            numbers = self.numbers(root)
            root = self.zone(root)
            if numbers == (_LONGEST,) and root in _UNBOUNDED:
                root, numbers = _UNBOUNDED[root], ()
            text = f"{root}({', '.join(map(str, numbers))})" if numbers else root
        else:
            raise ValueError(f"Flink SQL has no type {word}")
        nullable = not self.accept("NOT", "NULL")
        if nullable:
            self.accept("NULL")
        else:
            text += " NOT NULL"
        return DataType(root, numbers, text, nullable, parts, names)

    def zone(self, root: str) -> str:
        if root == "DOUBLE":
            self.accept("PRECISION")
        if root not in ("TIMESTAMP", "TIME") or self.accept("WITHOUT", "TIME", "ZONE"):
            return root
        if root == "TIMESTAMP" and self.accept("WITH", "LOCAL", "TIME", "ZONE"):
            return "TIMESTAMP_LTZ"
        return root

    def numbers(self, root: str) -> tuple[int, ...]:
        if not _NUMBERS[root] or not self.accept("("):
            return ()
        numbers = self.listed(self.number, ")")
        if len(numbers) > _NUMBERS[root]:
            raise ValueError(f"{root} takes at most {_NUMBERS[root]} number(s)")
        if numbers[0] > _LARGEST.get(root, _LONGEST):
            raise ValueError(f"{root}({numbers[0]}) is too large: at most {_LARGEST.get(root, _LONGEST)}")
        return tuple(numbers)

    def number(self) -> int:
        token = self.take()
        if not token.isascii() or not token.isdigit():
            raise ValueError(f"Expected a number but found {token} in a type")
        return int(token)

    def inner(self, depth: int, count: int) -> tuple[DataType, ...]:
        self.expect("<")
        parts = self.listed(lambda: self.type(depth + 1), ">")
        if len(parts) != count:
            raise ValueError(f"Expected {count} type(s) between < and >, found {len(parts)}")
        return tuple(parts)

    def row(self, depth: int) -> tuple[tuple[str, ...], tuple[DataType, ...]]:
        closing = ">" if self.accept("<") else ")"
        if closing == ")":
            self.expect("(")
        members = self.listed(lambda: self.member(depth), closing)
        return tuple(name for name, _ in members), tuple(part for _, part in members)

    def member(self, depth: int) -> tuple[str, DataType]:
        token = self.take()
        if token[0] in "<>(),'":
            raise ValueError(f"Expected the name of a field of a row but found {token}")
        name = token[1:-1].replace("``", "`") if token[0] == "`" else token
        if not name.strip():
            raise ValueError("The name of a field of a row has at least one visible character")
        sql.ident(name)  # refuses what else cannot be a name
        part = self.type(depth + 1)
        if self.peek().startswith("'"):
            self.take()  # a field's remark says nothing to the engine
        return name, part

    def listed(self, read: Callable[[], T], closing: str) -> list[T]:
        found = [read()]
        while self.accept(","):
            found.append(read())
        self.expect(closing)
        return found
