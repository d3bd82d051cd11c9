"""The graph and its parts in JSON."""

from apps.core.fields import PydanticField
from penstock.graph.document import Edge, Graph, Node


class GraphField(PydanticField):
    """A graph document."""

    model = Graph
    component = "Graph"


class NodeField(PydanticField):
    """A node of a graph."""

    model = Node
    component = "GraphNode"
    prefix = "Graph"


class EdgeField(PydanticField):
    """An edge of a graph."""

    model = Edge
    component = "GraphEdge"
    prefix = "Graph"
