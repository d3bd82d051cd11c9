"""Plans of Flink: any graph that checks clean is planned, and neither names nor places change the plan."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock import compiler
from penstock.compiler import check
from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.operators.bindings import load
from penstock.planner.client import Planner
from tests.unit.compiler.strategies import BINDINGS, disguised, documents

EXAMPLES = Path(__file__).parents[3] / "examples"
FEW = settings(settings.get_profile("costly"), max_examples=8)


@pytest.mark.parametrize(
    "path", sorted(p for p in EXAMPLES.glob("*.json") if p.stem != "bindings"), ids=lambda p: p.stem
)
def test_examples(path: Path, planner: Planner) -> None:
    graph, bindings = Graph.load(path.read_text()), load((EXAMPLES / "bindings.json").read_text())
    compilation = compiler.compile_partial(graph, bindings)
    report = check.report(compilation, planner.check(compilation.script)["statements"])
    assert report.ok, report.problems
    assert set(report.nodes) == {node.id for node in graph.nodes}


@FEW
@given(documents(largest=8).flatmap(lambda d: st.tuples(st.just(d), disguised(d))))
def test_names_and_places_do_not_change_the_plan(
    planner: Planner, drawn: tuple[dict[str, Any], tuple[dict[str, Any], dict[str, str]]]
) -> None:
    document, (other, names) = drawn
    script, twin = (compiler.compile(Graph.load(found), BINDINGS) for found in (document, other))
    sound = verdicts(planner, script)
    assert verdicts(planner, twin) == sound
    if not all(sound):
        # What only the planner knows, such as that MySQL takes no time stamp with a zone.
        return
    one, two = planner.explain(script)["plan"], planner.explain(twin)["plan"]
    # New names hold a mark that no other part of a plan has, so that replacing them is safe.
    for old, new in sorted(names.items(), key=lambda pair: -len(pair[1])):
        two = two.replace(new, old)
    assert two == one


def verdicts(planner: Planner, script: Script) -> list[bool]:
    """How many statements the planner finds wrong and right, as a sorted list."""
    return sorted(statement["ok"] for statement in planner.check(script)["statements"])
