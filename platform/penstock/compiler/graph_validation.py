"""Rules about the view as such: ids, names, kinds, edges, ports, cycles, dead ends.

Each rule is a function from the graph to problems; `RULES` is the list of all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from penstock.graph.document import Edge, Graph, Node
from penstock.graph.problems import Problem
from penstock.graph.topology import Topology, reach
from penstock.operators.operator import Operator
from penstock.registry import UnknownKind, operator

MAX_NAME = 100


class GraphView:
    """A graph with what every rule looks up."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.topology = Topology(graph)
        self.operators: dict[str, Operator] = {}
        self.unknown: dict[str, str] = {}
        for node in graph.nodes:
            try:
                self.operators[node.id] = operator(node.kind)
            except UnknownKind as error:
                self.unknown[node.id] = str(error)

    def title(self, id_: str) -> str:
        """What a person calls the node."""
        node = self.topology.nodes.get(id_)
        return repr(node.name or node.id) if node else repr(id_)


def size(view: GraphView) -> Iterator[Problem]:
    """A job needs a sink; otherwise nothing would run."""
    if not any(not o.ports.outputs for o in view.operators.values()):
        yield Problem("no-sink", "The job has no sink: add one, and connect it.")


def ids(view: GraphView) -> Iterator[Problem]:
    """Every id once."""
    for id_, count in Counter(n.id for n in view.graph.nodes).items():
        if count > 1:
            yield Problem("duplicate-id", f"{count} nodes have the id {id_!r}.", node=id_)


def names(view: GraphView) -> Iterator[Problem]:
    """Every name once, and one that SQL can use without quoting."""
    bearers: dict[str, list[Node]] = defaultdict(list)
    for node in view.graph.nodes:
        bearers[node.name].append(node)
        if not node.name:
            yield Problem("bad-name", "This operator needs a name.", node=node.id, field="name")
        elif not is_name(node.name):
            yield Problem("bad-name", bad_name(node.name), node=node.id, field="name")
    for name, nodes in bearers.items():
        for node in nodes if len(nodes) > 1 and name else ():
            sentence = f"{len(nodes)} operators are named {name!r}; each needs a name of its own."
            yield Problem("duplicate-name", sentence, node=node.id, field="name")


def is_name(name: str) -> bool:
    """Whether it can name an operator: letters, digits and `_`, not beginning with a digit."""
    return name.isidentifier() and len(name) <= MAX_NAME


def bad_name(name: str) -> str:
    """The sentence about a name that cannot be."""
    return (
        f"{name[:40]!r} cannot be a name: use letters, digits and '_', begin with a letter,"
        f" and take at most {MAX_NAME} characters."
    )


def kinds(view: GraphView) -> Iterator[Problem]:
    """Every kind exists."""
    for id_, sentence in view.unknown.items():
        yield Problem("unknown-kind", sentence, node=id_, field="kind")


def _counted(edges: Iterable[Edge]) -> Iterable[tuple[Edge, int]]:
    """Each different edge, and how often it is there."""
    # By plain tuples: hashing a model costs ten times as much, and large graphs have many edges.
    found: dict[tuple[str, ...], tuple[Edge, int]] = {}
    for edge in edges:
        key = (edge.source, edge.source_port, edge.target, edge.target_port)
        found[key] = (edge, found[key][1] + 1 if key in found else 1)
    return found.values()


def edges(view: GraphView) -> Iterator[Problem]:
    """Every edge once, between ports that exist."""
    for edge, count in _counted(view.graph.edges):
        if count > 1:
            sentence = f"{view.title(edge.source)} and {view.title(edge.target)} are connected {count} times."
            yield Problem("duplicate-edge", sentence, node=edge.target, field=edge.target_port)
        for end in (edge.source, edge.target):
            if end not in view.topology.nodes:
                other = edge.target if end == edge.source else edge.source
                sentence = f"A connection of {view.title(other)} leads to {end!r}, which does not exist."
                node = other if other in view.topology.nodes else None
                yield Problem("dangling-edge", sentence, node=node)
        yield from _edge_ports(view, edge)


def _edge_ports(view: GraphView, edge: Edge) -> Iterator[Problem]:
    source, target = view.operators.get(edge.source), view.operators.get(edge.target)
    if source and not source.ports.output(edge.source_port):
        known = " and ".join(p.name for p in source.ports.outputs)
        hint = f"it has {known}." if known else "it is a sink."
        sentence = f"{view.title(edge.source)} has no output {edge.source_port!r}; {hint}"
        yield Problem("unknown-port", sentence, node=edge.source, field=edge.source_port)
    if target and not target.ports.input(edge.target_port):
        known = " and ".join(p.name for p in target.ports.inputs)
        hint = f"it has {known}." if known else "it is a source."
        sentence = f"{view.title(edge.target)} has no input {edge.target_port!r}; {hint}"
        yield Problem("unknown-port", sentence, node=edge.target, field=edge.target_port)


def inputs(view: GraphView) -> Iterator[Problem]:
    """Required inputs are connected, and no input takes more than it can."""
    for id_, kind in view.operators.items():
        if not kind.ports.inputs:
            continue
        counts = Counter(e.target_port for e in view.topology.incoming.get(id_, ()))
        for port in kind.ports.inputs:
            if port.required and not counts[port.name]:
                sentence = f"Connect the input {port.label!r} of {view.title(id_)}."
                yield Problem("unconnected-input", sentence, node=id_, field=port.name)
            if counts[port.name] > 1 and not port.many:
                sentence = (
                    f"The input {port.label!r} of {view.title(id_)} takes one connection,"
                    f" not {counts[port.name]}; bring them together in a SQL operator."
                )
                yield Problem("too-many-inputs", sentence, node=id_, field=port.name)


def cycles(view: GraphView) -> Iterator[Problem]:
    """The graph has no cycles."""
    for cycle in view.topology.cycles:
        path = " → ".join(view.title(id_) for id_ in (*cycle, cycle[0]))
        sentence = f"Rows would run in a circle: {path}. Remove one of these connections."
        for id_ in cycle:
            yield Problem("cycle", sentence, node=id_)


def dead_ends(view: GraphView) -> Iterator[Problem]:
    """A kind that must connect is between a source and a sink; other loose ends are only a warning."""
    starts = [id_ for id_, kind in view.operators.items() if not kind.ports.inputs]
    ends = [id_ for id_, kind in view.operators.items() if not kind.ports.outputs]
    fed = reach(starts, view.topology.successors())
    used = reach(ends, view.topology.predecessors())
    for id_, kind in view.operators.items():
        unfed, unused = id_ not in fed and bool(view.topology.incoming.get(id_)), id_ not in used
        if not unfed and not unused:
            continue
        lack = "no source leads to it" if unfed else "it leads to no sink"
        if kind.must_connect:
            sentence = (
                f"The {kind.label} operator {view.title(id_)} must be between a source and a sink: {lack}."
            )
            yield Problem("not-between", sentence, node=id_)
        else:
            sentence = f"{view.title(id_)} has no effect: {lack}."
            yield Problem("no-effect", sentence, severity="warning", node=id_)


RULES: tuple[Callable[[GraphView], Iterator[Problem]], ...] = (
    size,
    ids,
    names,
    kinds,
    edges,
    inputs,
    cycles,
    dead_ends,
)

HARMLESS = frozenset({"not-between", "no-sink"})
"""Errors that forbid running the job, but not asking for the columns of the nodes that have them."""
