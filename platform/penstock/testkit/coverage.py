"""Coverage: which nodes had rows, and which ways rows went where they part; of one run, and of a suite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Coverage = Mapping[str, Any]
"""`{"nodes": {node id: rows}, "branches": [{"node", "kind", "text", "line", "column", "outcomes"}]}`, where
`outcomes` is `{way: rows}`."""

_PLACE = ("node", "kind", "line", "column", "text")
#: A condition need not be able to be unknown, so that way counts only once it was gone.
_OPTIONAL = "unknown"


def merge(found: Iterable[Coverage]) -> dict[str, Any]:
    """All of them as one, with how many ways there are in all (`total`), and how many were gone (`covered`).

    Ways are the outcomes of all branches; nodes are not counted among them.
    """
    nodes: dict[str, int] = {}
    branches: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in found:
        for node, rows in one["nodes"].items():
            nodes[node] = nodes.get(node, 0) + rows
        for branch in one["branches"]:
            unseen = {**branch, "outcomes": dict.fromkeys(branch["outcomes"], 0)}
            known = branches.setdefault(tuple(branch[name] for name in _PLACE), unseen)
            for way, rows in branch["outcomes"].items():
                known["outcomes"][way] = known["outcomes"].get(way, 0) + rows
    ways = [
        rows
        for branch in branches.values()
        for way, rows in branch["outcomes"].items()
        if rows or way != _OPTIONAL
    ]
    return {
        "nodes": nodes,
        "branches": list(branches.values()),
        "covered": sum(rows > 0 for rows in ways),
        "total": len(ways),
    }
