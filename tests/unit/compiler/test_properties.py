"""What holds for every graph."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from penstock import compiler
from penstock.compiler import check
from penstock.compiler.script import Script
from penstock.graph.document import Graph, GraphError
from penstock.graph.problems import errors
from tests.unit.compiler.strategies import BINDINGS, disguised, documents, graphs

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@SLOW
@given(graphs())
def test_a_well_drawn_graph_checks_clean_and_compiles(graph: Graph) -> None:
    assert errors(check.check_structure(graph, BINDINGS)) == []
    script = compiler.compile(graph, BINDINGS)
    made: set[str] = set()
    for statement in script.statements:
        assert made.issuperset(statement.reads)
        made.add(statement.name)
    sinks = [n for n in graph.nodes if n.kind.endswith("-sink")]
    assert {s.node for s in script.statements if s.kind == "insert"} == {n.id for n in sinks}


@SLOW
@given(graphs())
def test_compiling_is_deterministic(graph: Graph) -> None:
    script = compiler.compile(graph, BINDINGS)
    again = compiler.compile(Graph.load(graph.to_dict()), BINDINGS)
    assert again.to_json() == script.to_json()
    assert Script.from_json(script.to_json()) == script


@SLOW
@given(documents().flatmap(lambda d: st.tuples(st.just(d), disguised(d))))
def test_renaming_and_moving_change_nothing_but_names(
    drawn: tuple[dict[str, Any], tuple[dict[str, Any], dict[str, str]]],
) -> None:
    document, (other, names) = drawn
    one = compiler.compile(Graph.load(document), BINDINGS).text()
    two = compiler.compile(Graph.load(other), BINDINGS).text()
    for old, new in names.items():
        two = two.replace(f"`{new}`", f"`{old}`")
    assert two == one


def load(document: dict[str, Any]) -> Graph | None:
    """The graph, or None where loading names problems."""
    try:
        return Graph.load(document)
    except GraphError as refusal:
        return None if refusal.problems else Graph()


PIECES: list[Any] = [
    "",
    "n0",
    "x",
    None,
    3,
    -1,
    True,
    [],
    {},
    {"a": 1},
    "kafka-source",
    "in",
    "`; DROP",
    "\n",
]


@SLOW
@given(documents(largest=6), st.integers(0, 2**32))
def test_whatever_is_broken_ends_in_problems_and_never_in_a_crash(
    document: dict[str, Any], seed: int
) -> None:
    broken = copy.deepcopy(document)
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 4)):
        damage(broken, chance)
    graph = load(broken)
    if graph is None:
        return
    problems = check.check_structure(graph, BINDINGS)
    draft = compiler.compile_partial(graph, BINDINGS)
    assert draft.problems == tuple(problems)
    if errors(problems):
        with pytest.raises(compiler.CompileError):
            compiler.compile(graph, BINDINGS)
    else:
        assert compiler.compile(graph, BINDINGS) == draft.script
    draft.script.text()


def damage(part: Any, chance: random.Random) -> None:
    """Replace, remove or double something somewhere in `part`."""
    while isinstance(part, dict | list) and part:
        key: Any = chance.choice(list(part)) if isinstance(part, dict) else chance.randrange(len(part))
        if isinstance(part[key], dict | list) and part[key] and chance.random() < 0.8:
            part = part[key]
            continue
        action = chance.choice(["replace", "remove", "double"])
        if action == "replace":
            part[key] = chance.choice(PIECES)
        elif action == "remove":
            del part[key]
        elif isinstance(part, list):
            part.append(copy.deepcopy(part[key]))
        return
