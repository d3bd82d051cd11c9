"""Coverage of one case: rows by node, and rows by way where they part."""

from __future__ import annotations

from typing import Any

from penstock.compiler.script import Script
from penstock.testbench.branch_probes import ProbedScript
from penstock.testbench.client import Limits, TestClient, UserCode
from penstock.testbench.setup import TestSetup
from penstock.testkit.instrumentation import classify_tables


def list_nodes(script: Script) -> tuple[str, ...]:
    """The nodes of a compiled job that are no sinks, in the order of its statements."""
    return classify_tables(script).tappable


def measure_coverage(
    bench: TestClient,
    setup: TestSetup,
    seen: ProbedScript,
    cluster: str,
    user_code: UserCode,
    limits: Limits,
) -> dict[str, Any]:
    """`{"nodes": {node id: changes}, "branches": […], "notes": [sentence]}`, with all nodes tapped."""
    answer = bench.run(
        seen.script,
        setup.plan,
        cluster,
        user_code=user_code,
        limits=limits,
        name="Unit test, coverage",
    )
    ids = {name: node for node, name in setup.node_names.items()}
    return {
        "nodes": {ids[name]: answer["counts"].get(name, 0) for name in setup.columns},
        "branches": [
            {**one.branch, "outcomes": one.count_rows(answer["outputs"][one.output])} for one in seen.probes
        ],
        "notes": [*seen.unobservable, *([answer["error"]] if answer["error"] else [])],
    }
