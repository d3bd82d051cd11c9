"""Which expected row goes with which actual one, each used once. Exact where that is possible, always fast.

Rows are equal on the cells that must be, so they fall into groups by these; within a group only cells with a
tolerance are left. One such cell is matched by order, which finds all pairs there are. With several, or with
rows that name different columns, small sets are matched exactly and large ones by order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

MAX_PAIRS = 40_000
"""So many pairs at most are tried one by one."""
MAX_ASSIGNED = 200
"""So many expected rows at most: the search for a place goes as deep."""


@dataclass(frozen=True, slots=True)
class MatchCandidate:
    """A row as it is matched: what must be equal, and for each cell with a tolerance the range it covers."""

    place: int
    exact: Hashable
    ranges: tuple[tuple[Decimal, Decimal], ...]


Pairs = list[tuple[int, int]]


def match(expected: Sequence[MatchCandidate], actual: Sequence[MatchCandidate]) -> Pairs:
    """Pairs of places of rows that go together. The ranges of actual rows are points."""
    groups: dict[Hashable, tuple[list[MatchCandidate], list[MatchCandidate]]] = defaultdict(lambda: ([], []))
    for candidate in expected:
        groups[candidate.exact][0].append(candidate)
    for candidate in actual:
        if candidate.exact in groups:
            groups[candidate.exact][1].append(candidate)
    return [pair for wanted, given in groups.values() for pair in _match_group(wanted, given)]


def _match_group(wanted: list[MatchCandidate], given: list[MatchCandidate]) -> Pairs:
    width = len(wanted[0].ranges)
    if width == 0:
        return [(one.place, two.place) for one, two in zip(wanted, given, strict=False)]
    if width > 1 and len(wanted) * len(given) <= MAX_PAIRS and len(wanted) <= MAX_ASSIGNED:
        pairs = assign(len(wanted), len(given), lambda e, a: _is_within(wanted[e], given[a]))
        return [(wanted[e].place, given[a].place) for e, a in pairs]
    return _match_in_order(sorted(wanted, key=lambda s: s.ranges), sorted(given, key=lambda s: s.ranges))


def _is_within(wanted: MatchCandidate, given: MatchCandidate) -> bool:
    return all(low <= at <= high for (low, high), (at, _) in zip(wanted.ranges, given.ranges, strict=True))


def _match_in_order(wanted: list[MatchCandidate], given: list[MatchCandidate]) -> Pairs:
    pairs, at = [], 0
    for candidate in given:
        while at < len(wanted) and wanted[at].ranges[0][1] < candidate.ranges[0][0]:
            at += 1
        if at < len(wanted) and _is_within(wanted[at], candidate):
            pairs.append((wanted[at].place, candidate.place))
            at += 1
    return pairs


def assign(rows: int, columns: int, fits: Callable[[int, int], bool]) -> Pairs:
    """As many pairs as can be made at all, by augmenting paths; for at most `MAX_ASSIGNED` rows."""
    allowed = [[column for column in range(columns) if fits(row, column)] for row in range(rows)]
    taken: dict[int, int] = {}

    def place(row: int, seen: set[int]) -> bool:
        for column in allowed[row]:
            if column not in seen:
                seen.add(column)
                if column not in taken or place(taken[column], seen):
                    taken[column] = row
                    return True
        return False

    for row in range(rows):
        place(row, set())
    return sorted((row, column) for column, row in taken.items())
