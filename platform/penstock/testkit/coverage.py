"""Coverage: which nodes had rows, and which outcomes branches had; of one run, and of a suite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict


class BranchInfo(TypedDict):
    """A branch: its node by id, and its position in the text of the node's parameter."""

    node: str
    kind: str
    text: str
    line: int | None
    column: int | None


class BranchCoverage(BranchInfo):
    """A branch with the number of rows by outcome."""

    outcomes: dict[str, int]


class Coverage(TypedDict):
    """The number of changes by the node's id, and the branches."""

    nodes: Mapping[str, int]
    branches: Sequence[BranchCoverage]


class MergedCoverage(Coverage):
    """With the number of outcomes of all branches (`total`), and how many of them had rows (`covered`)."""

    covered: int
    total: int


#: A condition does not have to be able to be unknown, so that outcome counts only where it had rows.
_OPTIONAL = "unknown"


def merge(found: Iterable[Coverage]) -> MergedCoverage:
    """The sum of several."""
    nodes: dict[str, int] = {}
    branches: dict[tuple[object, ...], BranchCoverage] = {}
    for one in found:
        for node, rows in one["nodes"].items():
            nodes[node] = nodes.get(node, 0) + rows
        for branch in one["branches"]:
            unseen: BranchCoverage = {**branch, "outcomes": dict.fromkeys(branch["outcomes"], 0)}
            known = branches.setdefault(_position(branch), unseen)
            for outcome, rows in branch["outcomes"].items():
                known["outcomes"][outcome] = known["outcomes"].get(outcome, 0) + rows
    counts = [
        rows
        for branch in branches.values()
        for outcome, rows in branch["outcomes"].items()
        if rows or outcome != _OPTIONAL
    ]
    return {
        "nodes": nodes,
        "branches": list(branches.values()),
        "covered": sum(rows > 0 for rows in counts),
        "total": len(counts),
    }


def _position(branch: BranchInfo) -> tuple[object, ...]:
    return branch["node"], branch["kind"], branch["line"], branch["column"], branch["text"]
