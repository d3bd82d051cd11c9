"""What the sources of a job are fed with: the records of each, as its kind declares them."""

from __future__ import annotations

from penstock.compiler.bindings import Bindings
from penstock.compiler.resolve import resolve
from penstock.graph.document import Graph
from penstock.operators.feed import Feed


def feeds(graph: Graph, bindings: Bindings) -> dict[str, Feed]:
    """For each sound node that reads a store, by its name: what one record consists of."""
    made = ((n.node.name, n.operator.feed(n.params, n.context)) for n in resolve(graph, bindings).nodes)
    return {name: feed for name, feed in made if feed is not None}
