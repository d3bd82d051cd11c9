"""A test case run: the job on the bench, fed by the case's packs; what came out, judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.operators.record_schema import RecordSchema
from penstock.planner.client import PlannerError
from penstock.sql import types as sql_types
from penstock.sql.types import DataType
from penstock.testbench import coverage, late_records, why_provenance
from penstock.testbench.branch_probes import add_probes
from penstock.testbench.client import Limits, TestClient, UserCode
from penstock.testbench.forward_trace import trace_forward
from penstock.testbench.setup import TestSetup, prepare_run
from penstock.testkit.arrival import ArrivalError
from penstock.testkit.case import Case
from penstock.testkit.comparison import Comparison, compare
from penstock.testkit.instrumentation import SetupError

State = Literal["passed", "failed", "finished", "stopped", "error"]


@dataclass(frozen=True)
class TestRun:
    """A job and one of its cases. `schemas` and `packs` (files of rows) go by the source node's name."""

    __test__ = False  # not for pytest to collect

    script: Script
    graph: Graph | None
    schemas: Mapping[str, RecordSchema]
    case: Case
    packs: Mapping[str, Path]


@dataclass(frozen=True)
class TestResult:
    """What came of a run.

    `passed` and `failed` only where something is expected, `finished` where nothing is, `stopped` at a limit
    with what there was by then, `error` when it could not be planned or broke; the last two say why.
    `outputs` are `{"columns", "key", "count", "changes": [{"kind", "row", "line", "from"}]}` by the name of
    the sink or tapped node, where `from` is the row, `{"source", "row"}`, that brought the change about, or
    None for the end of all input. DECIMALs in rows are texts. `late`: see `testbench.late_records`.
    """

    __test__ = False  # not for pytest to collect

    state: State
    error: str | None = None
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    late: list[dict[str, Any]] = field(default_factory=list)
    inputs: dict[str, dict[str, int]] = field(default_factory=dict)
    milliseconds: int = 0
    planning_ms: int = 0
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return plain | {"comparisons": {name: one.to_dict() for name, one in self.comparisons.items()}}


def run(
    bench: TestClient,
    test: TestRun,
    cluster: str,
    *,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
    name: str = "Unit test",
) -> TestResult:
    """Run the case on the cluster (its REST address) and judge what came. Whatever goes wrong is its state.

    `jars` and `functions` (classes in them by name) are user_code' own, see `Users`.
    """
    try:
        user_code = UserCode.of(jars, functions)
        with prepare_run(bench, test, user_code) as setup:
            bounds = build_limits(test.case)
            answer = bench.run(
                setup.script, setup.plan, cluster, user_code=user_code, limits=bounds, name=name
            )
            return _judge(test.case, setup, answer)
    except (SetupError, ArrivalError, PlannerError) as error:
        return TestResult("error", str(error))


def explain_output_row(
    bench: TestClient,
    test: TestRun,
    cluster: str,
    output: str,
    index: int,
    *,
    seconds: float = 30,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The input rows that make the change at place `index` of an output, see `provenance.explained`.

    It is looked for `seconds` at most, and the run that is under way then. Raises BenchError, ArrivalError or
    PlannerError with a sentence.
    """
    user_code = UserCode.of(jars, functions)
    with prepare_run(bench, test, user_code) as setup:
        reruns = why_provenance.Reruns(bench, setup, cluster, build_limits(test.case), user_code)
        return why_provenance.explain(reruns, output, index, seconds)


def trace_input_row(
    bench: TestClient,
    test: TestRun,
    cluster: str,
    source: str,
    row: int,
    *,
    seconds: float = 30,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Where a row of a pack went, node by node, see `whither.followed`. `seconds` is for each of two runs.

    Raises BenchError, ArrivalError or PlannerError with a sentence.
    """
    user_code = UserCode.of(jars, functions)
    with prepare_run(bench, test, user_code, coverage.list_nodes(test.script)) as setup:
        seen = add_probes(bench, setup.script, test.graph, user_code)
        setup.script = seen.script
        bounds = replace(build_limits(test.case), seconds=max(1, int(seconds)))
        reruns = why_provenance.Reruns(bench, setup, cluster, bounds, user_code)
        return trace_forward(reruns, seen, test.script, source, row)


def measure_coverage(
    bench: TestClient,
    test: TestRun,
    cluster: str,
    *,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Which nodes and branches the case exercises, see `coverage.measure_coverage`; a run of its own.

    Raises BenchError, ArrivalError or PlannerError with a sentence.
    """
    user_code = UserCode.of(jars, functions)
    with prepare_run(bench, test, user_code, coverage.list_nodes(test.script)) as setup:
        seen = add_probes(bench, setup.script, test.graph, user_code)
        return coverage.measure_coverage(bench, setup, seen, cluster, user_code, build_limits(test.case))


def build_limits(case: Case) -> Limits:
    """The case's limits as the bench takes them."""
    return Limits(case.limits.seconds, case.limits.rows, case.limits.megabytes * 2**20)


def _judge(case: Case, setup: TestSetup, answer: Mapping[str, Any]) -> TestResult:
    late = late_records.describe_late_records(setup, answer["late"])
    comparisons: dict[str, Comparison] = {}
    if answer["state"] == "finished":
        lateness = late_records.summarize_lateness(setup, late)
        for name, expected in case.expected.items():
            comparisons[name] = compare(
                expected,
                answer["outputs"][name],
                types=_parse_types(setup.columns[name]),
                key=setup.keys.get(name, ()),
                late=lateness,
            )
    return TestResult(
        _state(answer["state"], comparisons),
        answer["error"],
        outputs={name: _format_output(name, setup, answer) for name in answer["outputs"]},
        comparisons=comparisons,
        late=late,
        inputs={name: {"rows": len(fed.rows)} for name, fed in setup.inputs.items()},
        milliseconds=answer["milliseconds"],
        planning_ms=answer["planning_ms"],
        notes=setup.notes,
    )


def _state(found: str, comparisons: Mapping[str, Comparison]) -> State:
    if found != "finished":
        return "stopped" if found == "stopped" else "error"
    if not comparisons:
        return "finished"
    return "passed" if all(one.ok for one in comparisons.values()) else "failed"


def _format_output(name: str, setup: TestSetup, answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "columns": [{"name": c["name"], "type": c["type"]} for c in setup.columns[name]],
        "key": list(setup.keys.get(name, ())),
        "count": answer["counts"][name],
        "changes": [
            {**change, "from": setup.find_origin(change["line"])} for change in answer["outputs"][name]
        ],
    }


def _parse_types(columns: Sequence[Mapping[str, Any]]) -> dict[str, DataType]:
    found = {}
    for column in columns:
        try:
            found[column["name"]] = sql_types.parse(column["type"])
        except ValueError:
            continue  # a type that only Flink knows: its cells are compared as they are
    return found
