"""Pass 2: every sound node becomes statements, in topological order."""

from __future__ import annotations

from collections.abc import Iterator

from penstock.compiler.resolve import Resolution
from penstock.operators.statement import Statement


def lower(resolution: Resolution) -> Iterator[Statement]:
    """The statements of all nodes, each after those that it reads."""
    for found in resolution.nodes:
        yield from found.operator.lower(found.node, found.params, found.context)
