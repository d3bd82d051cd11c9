"""Coverage of one case: rows by node, and rows by way where they part."""

from __future__ import annotations

from typing import Any

from penstock.compiler.script import Script
from penstock.testbench.branch_probes import Observed
from penstock.testbench.client import Bench, Limits, Users
from penstock.testbench.setup import Prepared
from penstock.testkit.instrumentation import roles


def nodes_of(script: Script) -> tuple[str, ...]:
    """The nodes of a compiled job that are no sinks, in the order of its statements."""
    return roles(script).taps


def measured(
    bench: Bench,
    ready: Prepared,
    seen: Observed,
    cluster: str,
    users: Users,
    limits: Limits,
) -> dict[str, Any]:
    """`{"nodes": {node id: changes}, "branches": […], "notes": [sentence]}`, with all nodes tapped."""
    answer = bench.run(
        seen.script,
        ready.plan,
        cluster,
        users=users,
        limits=limits,
        name="Unit test, coverage",
    )
    ids = {name: node for node, name in ready.names.items()}
    return {
        "nodes": {ids[name]: answer["counts"].get(name, 0) for name in ready.columns},
        "branches": [
            {**one.branch, "outcomes": one.counted(answer["outputs"][one.output])} for one in seen.observers
        ],
        "notes": [*seen.hidden, *([answer["error"]] if answer["error"] else [])],
    }
