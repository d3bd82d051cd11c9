"""Runs a test case of a job on a cluster, judges its outputs, and answers questions about its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from penstock.compiler.statement_result import PlannedColumn
from penstock.planner.client import PlannerError
from penstock.planner.protocol import RunResult
from penstock.sql import types as sql_types
from penstock.sql.types import DataType
from penstock.testbench import branch_probes, coverage, forward_trace, late_records, why_provenance
from penstock.testbench.branch_probes import ProbedScript
from penstock.testbench.client import TestClient
from penstock.testbench.coverage import CaseCoverage
from penstock.testbench.forward_trace import ForwardTrace
from penstock.testbench.model import Limits, Output, State, TestResult, TestRun, UserCode
from penstock.testbench.reruns import Reruns
from penstock.testbench.setup import TestSetup, prepare_run
from penstock.testbench.why_provenance import Explanation
from penstock.testkit.arrival_plan import ArrivalError
from penstock.testkit.case import Case
from penstock.testkit.comparison import Comparison, compare
from penstock.testkit.instrumentation import SetupError


def run(
    client: TestClient,
    test: TestRun,
    cluster: str,
    *,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
    name: str = "Unit test",
) -> TestResult:
    """Run the case and judge what comes out. Whatever goes wrong is the result's state.

    Args:
        client: The planner process that runs it.
        test: The job and its case.
        cluster: The REST address of the cluster.
        jars: Jars of users.
        functions: Classes in these jars by function name.
        name: The name of the Flink job.
    """
    try:
        user_code = UserCode.of(jars, functions)
        with prepare_run(client, test, user_code) as setup:
            limits = Limits.from_case(test.case)
            answer = client.run(
                setup.script, setup.plan, cluster, user_code=user_code, limits=limits, name=name
            )
            return _judge(test.case, setup, answer)
    except (SetupError, ArrivalError, PlannerError) as error:
        return TestResult("error", str(error))


def explain_output_row(
    client: TestClient,
    test: TestRun,
    cluster: str,
    output: str,
    index: int,
    *,
    seconds: float = 30,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
) -> Explanation:
    """The input rows that cause the change at position `index` (from 0) of an output.

    For the arguments see `run`; the search takes `seconds` at most.

    Raises:
        SetupError: The case does not fit the job, or the output has no such change.
        ArrivalError: An arrival plan does not fit its rows.
        PlannerError: A run could not be done.
    """
    user_code = UserCode.of(jars, functions)
    with prepare_run(client, test, user_code) as setup:
        limits = Limits.from_case(test.case)
        reruns = Reruns(client, setup, setup.script, cluster, limits, user_code)
        return why_provenance.explain(reruns, output, index, seconds)


def trace_input_row(
    client: TestClient,
    test: TestRun,
    cluster: str,
    source: str,
    row: int,
    *,
    seconds: float = 30,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
) -> ForwardTrace:
    """Where a row of a pack (by its position, from 0) goes, node by node.

    For the arguments see `run`; `seconds` is the limit of each of two runs.

    Raises:
        SetupError: The case does not fit the job, or the source has no such row.
        ArrivalError: An arrival plan does not fit its rows.
        PlannerError: A run could not be done.
    """
    user_code = UserCode.of(jars, functions)
    with _prepare_probed(client, test, user_code) as (setup, probed):
        limits = replace(Limits.from_case(test.case), seconds=max(1, int(seconds)))
        reruns = Reruns(client, setup, probed.script, cluster, limits, user_code)
        return forward_trace.trace_forward(reruns, probed, test.script, source, row)


def measure_coverage(
    client: TestClient,
    test: TestRun,
    cluster: str,
    *,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
) -> CaseCoverage:
    """Which nodes and branches the case exercises, in a run of its own. For the arguments see `run`.

    Raises:
        SetupError: The case does not fit the job.
        ArrivalError: An arrival plan does not fit its rows.
        PlannerError: The run could not be done.
    """
    user_code = UserCode.of(jars, functions)
    with _prepare_probed(client, test, user_code) as (setup, probed):
        limits = Limits.from_case(test.case)
        return coverage.measure_coverage(client, setup, probed, cluster, user_code, limits)


@contextmanager
def _prepare_probed(
    client: TestClient, test: TestRun, user_code: UserCode
) -> Iterator[tuple[TestSetup, ProbedScript]]:
    """The setup with all nodes tapped, and its script with probes."""
    with prepare_run(client, test, user_code, tap_all=True) as setup:
        yield setup, branch_probes.add_probes(client, setup, test.graph, user_code)


def _judge(case: Case, setup: TestSetup, answer: RunResult) -> TestResult:
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
        outputs={name: _build_output(name, setup, answer) for name in answer["outputs"]},
        comparisons=comparisons,
        late=late,
        inputs={name: {"rows": len(source.rows)} for name, source in setup.inputs.items()},
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


def _build_output(name: str, setup: TestSetup, answer: RunResult) -> Output:
    return {
        "columns": [{"name": c["name"], "type": c["type"]} for c in setup.columns[name]],
        "key": list(setup.keys.get(name, ())),
        "count": answer["counts"][name],
        "changes": [
            {**change, "from": setup.find_origin(change["line"])} for change in answer["outputs"][name]
        ],
    }


def _parse_types(columns: Sequence[PlannedColumn]) -> dict[str, DataType]:
    found = {}
    for column in columns:
        try:
            found[column["name"]] = sql_types.parse(column["type"])
        except ValueError:
            continue  # a type that only Flink knows: its cells are compared as they are
    return found
