"""Order, cycles and reach."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from penstock.graph.document import Graph
from penstock.graph.topology import Topology, reach


def topology(ids: str, *edges: str) -> Topology:
    nodes = [{"id": i, "kind": "k", "name": i} for i in ids]
    return Topology(Graph.load({"nodes": nodes, "edges": [{"source": e[0], "target": e[1]} for e in edges]}))


def test_order_follows_the_rows_and_then_the_document() -> None:
    assert topology("dcba", "ab", "ac").order == ("d", "a", "c", "b")


def test_cycles_are_named_once_and_what_lies_behind_has_no_order() -> None:
    found = topology("abcdexy", "ab", "bc", "ca", "cd", "ed", "xx")
    assert found.cycles == (("a", "b", "c"), ("x",))
    assert found.order == ("e", "y")


def test_edges_to_nowhere_are_left_out() -> None:
    assert topology("a", "az").edges == ()


def test_reach() -> None:
    found = topology("abcd", "ab", "bc")
    assert reach(["b"], found.successors()) == {"b", "c"}
    assert reach(["b"], found.predecessors()) == {"a", "b"}


@given(
    st.integers(1, 12).flatmap(
        lambda n: st.tuples(st.just(n), st.sets(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))))
    )
)
def test_every_edge_leads_forward_in_the_order(drawn: tuple[int, set[tuple[int, int]]]) -> None:
    count, pairs = drawn
    ids = "abcdefghijkl"[:count]
    found = topology(ids, *(ids[a] + ids[b] for a, b in pairs))
    places = {id_: place for place, id_ in enumerate(found.order)}
    for edge in found.edges:
        if edge.target in places:
            assert places[edge.source] < places[edge.target]
    assert bool(found.cycles) == (len(found.order) < count)
