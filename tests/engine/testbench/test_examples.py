"""The example cases, which are those of the demo, as they are: each passes."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from penstock import compiler
from penstock.compiler.resolve import resolve
from penstock.graph.document import Graph
from penstock.operators.bindings import load
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import TestRun
from penstock.testkit.case import load as load_case
from penstock.testkit.pack_reader import read
from penstock.testkit.source_inputs import find_record_schemas

EXAMPLES = Path(__file__).parents[3] / "examples"
CASES = json.loads((EXAMPLES / "tests" / "orders-per-city.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_example_passes(case: dict[str, Any], client: TestClient, cluster: str, tmp_path: Path) -> None:
    bindings = load((EXAMPLES / "bindings.json").read_text())
    graph = Graph.load((EXAMPLES / "orders-per-city.json").read_text())
    document = case["definition"]
    assert document["inputs"]["orders"].pop("pack") == "Three minutes of orders"
    document["inputs"]["orders"]["pack"] = str(uuid4())
    rows = tmp_path / "orders.jsonl"
    fed = find_record_schemas(resolve(graph, bindings))
    with (EXAMPLES / "packs" / "orders.csv").open("rb") as csv, rows.open("wb") as out:
        assert read(csv, fed["orders"].columns, out).ok
    test_run = TestRun(compiler.compile(graph, bindings), graph, fed, load_case(document), {"orders": rows})
    outcome = runner.run(client, test_run, cluster)
    assert (outcome.state, outcome.error) == ("passed", None), outcome.comparisons
    assert len(outcome.late) == case["name"].count("left out")
