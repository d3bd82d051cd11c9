"""Discard sink: rows are read and thrown away."""

from __future__ import annotations

from collections.abc import Iterator

from penstock.graph.document import Node
from penstock.operators import sink_base
from penstock.operators.operator import Context, Operator
from penstock.operators.parameters import Parameters
from penstock.operators.ports import SINK
from penstock.operators.statement import Statement


class Params(Parameters):
    """Nothing to choose."""


class Kind(Operator):
    """Rows that nobody needs."""

    label, group, icon = "Discard", "Sinks", "discard-sink"
    summary = "Reads rows and throws them away."
    ports, parameters = SINK, Params
    example = {}
    docs = """\
Takes rows and changes of any kind and writes nothing. Use it to measure how fast the rest of a job is, or to
close a branch that is not finished.
"""

    def lower(self, node: Node, params: Params, context: Context) -> Iterator[Statement]:
        options = iter([("connector", "blackhole")])
        yield from sink_base.lower(node, None, (), options, context, "name", changelog="all")
