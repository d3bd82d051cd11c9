"""What changed between two graphs, as a person means it: moves on the canvas and remarks don't count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from penstock.graph.document import Edge, Graph, Node

ABSENT = None
"""A value that one of the two sides does not have."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field and its values; an absent value is None."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class NodeChange:
    """A node that both graphs have, and what is different in it: `name`, `kind`, or `params.…`."""

    id: str
    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class GraphDiff:
    """The difference of two graphs; nodes are matched by id."""

    nodes_added: tuple[Node, ...] = ()
    nodes_removed: tuple[Node, ...] = ()
    nodes_changed: tuple[NodeChange, ...] = ()
    edges_added: tuple[Edge, ...] = ()
    edges_removed: tuple[Edge, ...] = ()
    settings: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything that matters to the job is different."""
        return any(getattr(self, name) for name in self.__slots__)

    def to_dict(self) -> dict[str, Any]:
        """JSON: `{"nodes": {added, removed, changed}, "edges": {added, removed}, "settings": […]}`."""
        return {
            "nodes": {
                "added": [n.model_dump(mode="json") for n in self.nodes_added],
                "removed": [n.model_dump(mode="json") for n in self.nodes_removed],
                "changed": [asdict(c) for c in self.nodes_changed],
            },
            "edges": {
                "added": [e.model_dump(mode="json") for e in self.edges_added],
                "removed": [e.model_dump(mode="json") for e in self.edges_removed],
            },
            "settings": [asdict(c) for c in self.settings],
        }


def diff(old: Graph, new: Graph) -> GraphDiff:
    """What one must change in `old` to get `new`."""
    before, after = {n.id: n for n in old.nodes}, {n.id: n for n in new.nodes}
    changed = ((id_, tuple(_node(before[id_], node))) for id_, node in after.items() if id_ in before)
    return GraphDiff(
        nodes_added=tuple(n for id_, n in after.items() if id_ not in before),
        nodes_removed=tuple(n for id_, n in before.items() if id_ not in after),
        nodes_changed=tuple(NodeChange(id_, after[id_].name, found) for id_, found in changed if found),
        edges_added=tuple((Counter(new.edges) - Counter(old.edges)).elements()),
        edges_removed=tuple((Counter(old.edges) - Counter(new.edges)).elements()),
        settings=tuple(_mapping("", old.settings.model_dump(), new.settings.model_dump())),
    )


def _node(old: Node, new: Node) -> Iterator[Change]:
    if old.name != new.name:
        yield Change("name", old.name, new.name)
    if old.kind != new.kind:
        yield Change("kind", old.kind, new.kind)
    yield from _mapping("params.", old.params, new.params)


def _mapping(prefix: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    """Each key with two different values; of maps within (such as options) the keys in them."""
    for key in dict.fromkeys((*old, *new)):
        one, two = old.get(key, ABSENT), new.get(key, ABSENT)
        if isinstance(one, Mapping) and isinstance(two, Mapping):
            yield from _mapping(f"{prefix}{key}.", one, two)
        elif one != two or type(one) is not type(two):
            yield Change(f"{prefix}{key}", one, two)
