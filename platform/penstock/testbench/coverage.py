"""Coverage of one case: changes by node, and rows by outcome of each branch."""

from __future__ import annotations

from penstock.testbench.branch_probes import ProbedScript
from penstock.testbench.client import TestClient
from penstock.testbench.model import Limits, UserCode
from penstock.testbench.setup import TestSetup
from penstock.testkit.coverage import Coverage


class CaseCoverage(Coverage):
    """With sentences about what was not measured."""

    notes: list[str]


def measure_coverage(
    client: TestClient,
    setup: TestSetup,
    probed: ProbedScript,
    cluster: str,
    user_code: UserCode,
    limits: Limits,
) -> CaseCoverage:
    """Run the probed script of a setup with all nodes tapped, and count."""
    answer = client.run(
        probed.script,
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
            {**probe.branch, "outcomes": probe.count_rows(answer["outputs"][probe.output])}
            for probe in probed.probes
        ],
        "notes": [*probed.unobservable, *([answer["error"]] if answer["error"] else [])],
    }
