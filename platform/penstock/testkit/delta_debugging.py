"""Delta reduction: from things that together have an effect to as few of them as still have it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from itertools import pairwise

Holds = Callable[[Sequence[Sequence[int]]], Sequence[bool]]
"""Whether each of some sets still has the effect; they are tried side by side."""
_FIRST_PARTS = 8
"""Into so many parts a set is divided at first."""


def ddmin(items: Sequence[int], holds: Holds, *, deadline: float, batch: int = 6) -> tuple[list[int], bool]:
    """A small part of `items` (which have the effect together), and whether each of these is needed.

    It is when time (`deadline`, on the monotonic clock) did not run out: without any single one of what
    comes back, the effect is gone.
    """
    left, parts = list(items), _FIRST_PARTS
    while len(left) > parts:
        found = _drop_parts(left, _split(left, parts), holds, deadline, batch)
        if found is None:
            return left, False
        if len(found) == len(left):
            parts *= 2
        left = found
    return _drop_items(left, holds, deadline, batch)


def _split(items: Sequence[int], parts: int) -> list[list[int]]:
    ends = [len(items) * part // parts for part in range(parts + 1)]
    return [list(items[one:two]) for one, two in pairwise(ends)]


def _drop_parts(
    items: list[int], parts: list[list[int]], holds: Holds, deadline: float, batch: int
) -> list[int] | None:
    """What is left when each part that is not needed is gone; None when time ran out."""
    left, at = list(items), 0
    while at < len(parts):
        if time.monotonic() >= deadline:
            return None
        tried = parts[at : at + batch]
        sets = [[item for item in left if item not in set(part)] for part in tried]
        answers = holds(sets)
        gone = next((number for number, ok in enumerate(answers) if ok), None)
        if gone is None:
            at += len(tried)
        else:
            left = sets[gone]
            at += gone + 1
    return left


def _drop_items(items: list[int], holds: Holds, deadline: float, batch: int) -> tuple[list[int], bool]:
    """As above, item by item, until each was seen to be needed by the very ones that are left."""
    left = items
    while left:
        found = _drop_parts(left, [[item] for item in left], holds, deadline, batch)
        if found is None:
            return left, False
        if len(found) == len(left):
            return left, True
        left = found
    return left, True
