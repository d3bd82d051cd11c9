"""Regular expressions of which texts can be generated: what a pattern may hold, and how long its texts are.

Accepted is the part that Python, Java and the generator read alike, so that what passes here runs there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# The standard library has no other parser of patterns; its opcodes have been the same since Python 3.7.
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

MAX_TEXT = 1000
"""Longest text of a pattern, in characters."""
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = "dDwWsS"
_IN_CLASS = re.compile(r"\[[^\]]*(\[|&&|--|~~|\|\|)|\[\^?\]")
_REPETITION = re.compile(r"\{[0-9]+(,[0-9]*)?\}")
_CHARACTERS = (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)
_WORDS = {
    op.AT: "anchors such as ^, $ and \\b (a text always matches as a whole)",
    op.ASSERT: "lookahead and lookbehind",
    op.ASSERT_NOT: "lookahead and lookbehind",
    op.GROUPREF: "references to groups",
    op.GROUPREF_EXISTS: "conditions",
    op.ATOMIC_GROUP: "atomic groups",
    op.POSSESSIVE_REPEAT: "possessive repetitions",
    op.MIN_REPEAT: "lazy repetitions such as ??",
}


class PatternError(ValueError):
    """No text can be generated of the pattern; the text says why, as the end of a sentence."""


def measure(pattern: str) -> tuple[int, int]:
    """The lengths of the shortest and the longest text of a pattern.

    Raises:
        PatternError: the pattern cannot be read, holds what is not supported, or has no longest text.
    """
    _check_marks(pattern)
    try:
        parsed = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise PatternError(f"it is no regular expression: {error}") from None
    if parsed.state.flags & ~re.UNICODE.value or parsed.state.groupdict:
        raise PatternError("flags such as (?i) and named groups are not supported")
    for opcode, bounds in _walk(parsed):
        if opcode in _WORDS:
            raise PatternError(f"{_WORDS[opcode]} are not supported")
        if bounds and bounds[1] > MAX_TEXT:
            repeated = "*, + and {n,} have no end; give the most with {n,m}"
            raise PatternError(
                repeated if bounds[1] == op.MAXREPEAT else f"it repeats more than {MAX_TEXT} times"
            )
    shortest, longest = parsed.getwidth()
    if longest > MAX_TEXT:
        raise PatternError(f"its texts have up to {longest} characters; {MAX_TEXT} are permitted")
    return shortest, longest


def _check_marks(pattern: str) -> None:
    """Refuse marks that Python, Java and the generator read differently."""
    if not pattern.isprintable():
        raise PatternError("it holds a control character")
    for match in _ESCAPE.finditer(pattern):
        if match[1].isalnum() and match[1] not in _ESCAPES:
            known = "\\d \\w \\s \\D \\W \\S and punctuation"
            raise PatternError(f"\\{match[1]} is not supported; escapes are {known}")
    bare = _ESCAPE.sub("xx", pattern)
    if _IN_CLASS.search(bare):
        raise PatternError("[, ] and doubled marks inside of [ ] need a backslash before them")
    if "{" in _REPETITION.sub("", bare) or "}" in _REPETITION.sub("", bare):
        raise PatternError("{ and } need a backslash before them, unless they repeat, as in {2,5}")
    if "(?#" in bare:
        raise PatternError("comments are not supported")


def _walk(parsed: Any) -> Iterator[tuple[Any, tuple[int, int] | None]]:
    """Each opcode of a parsed pattern, with the bounds of a repetition."""
    for opcode, argument in parsed:
        if opcode in _CHARACTERS:
            yield opcode, None
        elif opcode is op.BRANCH:
            for alternative in argument[1]:
                yield from _walk(alternative)
        elif opcode is op.SUBPATTERN:
            if argument[1] or argument[2]:
                raise PatternError("flags such as (?i:…) are not supported")
            yield from _walk(argument[3])
        elif opcode is op.MAX_REPEAT:
            yield opcode, (argument[0], argument[1])
            yield from _walk(argument[2])
        elif opcode in _WORDS:
            yield opcode, None
        else:
            raise PatternError(f"{str(opcode).lower()} is not supported")
