"""A test case run: the job on the bench, fed by the case's packs; what came out, judged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.operators.record_schema import Feed
from penstock.planner.client import PlannerError
from penstock.sql import types as sql_types
from penstock.sql.types import DataType
from penstock.testbench import late_records, why_provenance
from penstock.testbench.branch_probes import observed
from penstock.testbench.client import Bench, Limits, Users
from penstock.testbench.coverage import measured, nodes_of
from penstock.testbench.forward_trace import followed
from penstock.testbench.setup import Prepared, prepared
from penstock.testkit.arrival import ArrivalError
from penstock.testkit.case import Case
from penstock.testkit.comparison import Comparison, compare
from penstock.testkit.instrumentation import BenchError

State = Literal["passed", "failed", "finished", "stopped", "error"]


@dataclass(frozen=True)
class Trial:
    """A job and one of its cases. `feeds` and `packs` (files of rows) go by the source node's name."""

    script: Script
    graph: Graph | None
    feeds: Mapping[str, Feed]
    case: Case
    packs: Mapping[str, Path]


@dataclass(frozen=True)
class Outcome:
    """What came of a run.

    `passed` and `failed` only where something is expected, `finished` where nothing is, `stopped` at a limit
    with what there was by then, `error` when it could not be planned or broke; the last two say why.
    `outputs` are `{"columns", "key", "count", "changes": [{"kind", "row", "line", "from"}]}` by the name of
    the sink or tapped node, where `from` is the row, `{"source", "row"}`, that brought the change about, or
    None for the end of all input. DECIMALs in rows are texts. `late`: see `testbench.late_records`.
    """

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
    bench: Bench,
    trial: Trial,
    cluster: str,
    *,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
    name: str = "Unit test",
) -> Outcome:
    """Run the case on the cluster (its REST address) and judge what came. Whatever goes wrong is its state.

    `jars` and `functions` (classes in them by name) are users' own, see `Users`.
    """
    try:
        users = Users.of(jars, functions)
        with prepared(bench, trial, users) as ready:
            bounds = limits(trial.case)
            answer = bench.run(ready.script, ready.plan, cluster, users=users, limits=bounds, name=name)
            return _judged(trial.case, ready, answer)
    except (BenchError, ArrivalError, PlannerError) as error:
        return Outcome("error", str(error))


def why(
    bench: Bench,
    trial: Trial,
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
    users = Users.of(jars, functions)
    with prepared(bench, trial, users) as ready:
        reruns = why_provenance.Reruns(bench, ready, cluster, limits(trial.case), users)
        return why_provenance.explained(reruns, output, index, seconds)


def whither(
    bench: Bench,
    trial: Trial,
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
    users = Users.of(jars, functions)
    with prepared(bench, trial, users, nodes_of(trial.script)) as ready:
        seen = observed(bench, ready.script, trial.graph, users)
        ready.script = seen.script
        bounds = replace(limits(trial.case), seconds=max(1, int(seconds)))
        reruns = why_provenance.Reruns(bench, ready, cluster, bounds, users)
        return followed(reruns, seen, trial.script, source, row)


def cover(
    bench: Bench,
    trial: Trial,
    cluster: str,
    *,
    jars: Sequence[Path] = (),
    functions: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Which nodes and branches the case exercises, see `coverage.measured`; a run of its own.

    Raises BenchError, ArrivalError or PlannerError with a sentence.
    """
    users = Users.of(jars, functions)
    with prepared(bench, trial, users, nodes_of(trial.script)) as ready:
        seen = observed(bench, ready.script, trial.graph, users)
        return measured(bench, ready, seen, cluster, users, limits(trial.case))


def limits(case: Case) -> Limits:
    """The case's limits as the bench takes them."""
    return Limits(case.limits.seconds, case.limits.rows, case.limits.megabytes * 2**20)


def _judged(case: Case, ready: Prepared, answer: Mapping[str, Any]) -> Outcome:
    late = late_records.told(ready, answer["late"])
    comparisons: dict[str, Comparison] = {}
    if answer["state"] == "finished":
        lateness = late_records.lateness(ready, late)
        for name, expected in case.expected.items():
            comparisons[name] = compare(
                expected,
                answer["outputs"][name],
                types=_types(ready.columns[name]),
                key=ready.keys.get(name, ()),
                late=lateness,
            )
    return Outcome(
        _state(answer["state"], comparisons),
        answer["error"],
        outputs={name: _output(name, ready, answer) for name in answer["outputs"]},
        comparisons=comparisons,
        late=late,
        inputs={name: {"rows": len(fed.rows)} for name, fed in ready.fed.items()},
        milliseconds=answer["milliseconds"],
        planning_ms=answer["planning_ms"],
        notes=ready.notes,
    )


def _state(found: str, comparisons: Mapping[str, Comparison]) -> State:
    if found != "finished":
        return "stopped" if found == "stopped" else "error"
    if not comparisons:
        return "finished"
    return "passed" if all(one.ok for one in comparisons.values()) else "failed"


def _output(name: str, ready: Prepared, answer: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "columns": [{"name": c["name"], "type": c["type"]} for c in ready.columns[name]],
        "key": list(ready.keys.get(name, ())),
        "count": answer["counts"][name],
        "changes": [{**change, "from": ready.origin(change["line"])} for change in answer["outputs"][name]],
    }


def _types(columns: Sequence[Mapping[str, Any]]) -> dict[str, DataType]:
    found = {}
    for column in columns:
        try:
            found[column["name"]] = sql_types.parse(column["type"])
        except ValueError:
            continue  # a type that only Flink knows: its cells are compared as they are
    return found
