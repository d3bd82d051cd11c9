"""How the nodes of a graph hang together: neighbours, order, cycles, reach. Linear in the graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter

from penstock.graph.document import Edge, Graph, Node


class Topology:
    """Look-ups over one graph. Edges to nodes that don't exist are left out."""

    def __init__(self, graph: Graph) -> None:
        self.nodes: Mapping[str, Node] = {node.id: node for node in graph.nodes}
        self.edges: tuple[Edge, ...] = tuple(
            e for e in graph.edges if e.source in self.nodes and e.target in self.nodes
        )
        self.incoming: Mapping[str, list[Edge]] = defaultdict(list)
        self.outgoing: Mapping[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            self.incoming[edge.target].append(edge)
            self.outgoing[edge.source].append(edge)
        self._places = {id_: place for place, id_ in enumerate(self.nodes)}
        self.cycles: tuple[tuple[str, ...], ...] = ()
        try:
            self.order = self._order(frozenset())
        except CycleError:
            self.cycles = self._cycles()
            on_cycles = {id_ for cycle in self.cycles for id_ in cycle}
            self.order = self._order(frozenset(reach(on_cycles, self.successors())))

    def _order(self, without: frozenset[str]) -> tuple[str, ...]:
        """Ids so that every node comes after those it reads; ties go by place in the document.

        Neither ids, names nor positions have a say. Nodes on or behind a cycle are left out.
        """
        sorter: TopologicalSorter[str] = TopologicalSorter()
        for id_ in self.nodes:
            if id_ not in without:
                sorter.add(id_, *(e.source for e in self.incoming.get(id_, ()) if e.source not in without))
        sorter.prepare()
        ordered: list[str] = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready(), key=self._places.__getitem__)
            ordered += ready
            sorter.done(*ready)
        return tuple(ordered)

    def _cycles(self) -> tuple[tuple[str, ...], ...]:
        """One cycle for each knot of nodes that reach one another, in the direction of the rows."""
        import networkx as nx  # slow to load, and needed for faulty graphs only

        digraph: nx.DiGraph[str] = nx.DiGraph([(e.source, e.target) for e in self.edges])
        found = []
        for knot in nx.strongly_connected_components(digraph):
            first = min(knot, key=self._places.__getitem__)
            if len(knot) > 1 or digraph.has_edge(first, first):
                found.append(tuple(source for source, *_ in nx.find_cycle(digraph.subgraph(knot), first)))
        return tuple(sorted(found, key=lambda cycle: self._places[cycle[0]]))

    def successors(self) -> Mapping[str, list[str]]:
        """For each node those that read it."""
        return {id_: [e.target for e in edges] for id_, edges in self.outgoing.items()}

    def predecessors(self) -> Mapping[str, list[str]]:
        """For each node those that it reads."""
        return {id_: [e.source for e in edges] for id_, edges in self.incoming.items()}


def reach(starts: Iterable[str], following: Mapping[str, list[str]]) -> set[str]:
    """The starts, and everything that can be reached from them."""
    seen = set(starts)
    waiting = list(seen)
    while waiting:
        for id_ in following.get(waiting.pop(), ()):
            if id_ not in seen:
                seen.add(id_)
                waiting.append(id_)
    return seen
