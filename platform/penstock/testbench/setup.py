"""The setup of a test run, in one pass: roles, analysis, taps, inputs, plan, and the origins of its lines."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from penstock.compiler import diagnostics
from penstock.compiler.script import Script
from penstock.compiler.statement_result import PlannedColumn, StatementResult
from penstock.operators.record_schema import RecordSchema
from penstock.planner.protocol import Branch
from penstock.testbench import nondeterminism
from penstock.testbench.client import TestClient
from penstock.testbench.model import Origin, TestRun, UserCode
from penstock.testkit import instrumentation, replay_plan
from penstock.testkit.arrival import Arrival
from penstock.testkit.instrumentation import SetupError
from penstock.testkit.pack_reader import Rows
from penstock.testkit.source_inputs import SourceInput, schedule_inputs


@dataclass
class TestSetup:
    """An instrumented job with its plan. Its script is `job` with taps.

    `columns` and `keys` go by the output's name, `node_names` by the node's id; `inputs` are the sources in
    the order in which rows of the same time arrive.
    """

    __test__ = False  # not for pytest to collect

    job: Script
    script: Script
    plan: Path
    inputs: Mapping[str, SourceInput]
    columns: Mapping[str, Sequence[PlannedColumn]]
    keys: Mapping[str, tuple[str, ...]]
    node_names: Mapping[str, str]
    branches: Sequence[Branch]
    notes: list[str]
    _sources: array[int] = field(default_factory=lambda: array("i"))
    _positions: array[int] = field(default_factory=lambda: array("q"))
    """For each line of the plan its source, and the position among this source's arrivals, -1 when idle."""

    def __len__(self) -> int:
        """How many lines the plan has."""
        return len(self._positions)

    def find_arrival(self, line: int) -> tuple[str, Arrival] | None:
        """The source and arrival of a line of the plan; None for an idle line and for the end (-1)."""
        if not 0 <= line < len(self._positions) or self._positions[line] < 0:
            return None
        source = list(self.inputs)[self._sources[line]]
        return source, self.inputs[source].arrivals[self._positions[line]]

    def find_origin(self, line: int) -> Origin | None:
        """The same as the row of a pack."""
        found = self.find_arrival(line)
        return {"source": found[0], "row": found[1].row_index} if found else None

    def find_rank(self, line: int) -> tuple[int, int]:
        """The position of a line among those with a row, from 1, and how many of these there are."""
        rows = sum(position >= 0 for position in self._positions)
        return sum(position >= 0 for position in self._positions[: line + 1]), rows

    def write_plan(self, *, real_time: bool) -> None:
        """Write the plan's file and note where its lines come from."""
        numbers = {name: number for number, name in enumerate(self.inputs)}
        counts = [0] * len(numbers)
        with self.plan.open("w", encoding="utf-8") as file:
            for line in replay_plan.iter_lines_with_origin(self.inputs, real_time=real_time):
                file.write(line.text + "\n")
                source = numbers[line.source]
                self._sources.append(source)
                self._positions.append(-1 if line.arrival is None else counts[source])
                counts[source] += line.arrival is not None


@contextmanager
def prepare_run(
    client: TestClient, test: TestRun, user_code: UserCode = UserCode(), *, tap_all: bool = False
) -> Iterator[TestSetup]:
    """The setup of a run, with its plan on disk as long as the context lasts.

    Args:
        client: The planner process that analyzes the job.
        test: The job and its case.
        user_code: Jars and functions of users.
        tap_all: Whether all nodes are tapped, instead of those that the case names or expects rows of.

    Raises:
        SetupError: The case does not fit the job, or the job is not valid.
        ArrivalError: An arrival plan does not fit its rows.
        PlannerError: The planner does not answer.
    """
    roles = instrumentation.classify_tables(test.script)
    taps = roles.tappable if tap_all else _choose_taps(test, roles.sinks)
    instrumentation.require_known(roles, tuple(test.case.inputs), taps)
    job = instrumentation.instrument(test.script)
    analysis = client.analyze(job, user_code)
    columns = _collect_columns(job, analysis["statements"])
    with ExitStack() as files:
        folder = Path(files.enter_context(tempfile.TemporaryDirectory(prefix="penstock-test-")))
        packs = {name: Rows(files.enter_context(_find_pack(test, name).open("rb"))) for name in roles.sources}
        plans = {name: given.arrival for name, given in test.case.inputs.items()}
        setup = TestSetup(
            job=job,
            script=instrumentation.add_taps(job, taps, columns),
            plan=folder / "plan.jsonl",
            inputs=schedule_inputs(_require_schemas(test, roles.sources), packs, plans),
            columns={name: columns[name] for name in (*roles.sinks, *taps)},
            keys={s.name: s.key for s in test.script.statements if s.name in roles.sinks and s.key},
            node_names={s.node: s.name for s in test.script.statements},
            branches=analysis["branches"],
            notes=nondeterminism.describe_nondeterminism(
                job, analysis["nondeterminism"], columns, test.script.settings
            ),
        )
        setup.write_plan(real_time=test.case.real_time)
        yield setup


def _choose_taps(test: TestRun, sinks: Mapping[str, str]) -> tuple[str, ...]:
    """The case's own taps, and the nodes that rows are expected of."""
    expected = (name for name in test.case.expected if name not in sinks)
    return tuple(dict.fromkeys((*test.case.taps, *expected)))


def _require_schemas(test: TestRun, sources: Sequence[str]) -> Mapping[str, RecordSchema]:
    for name in sources:
        if name not in test.schemas:
            raise SetupError(f"{name!r} cannot be fed: its kind does not say what a record of it is.")
    return test.schemas


def _find_pack(test: TestRun, name: str) -> Path:
    path = test.packs.get(name)
    if path is None or not path.is_file():
        raise SetupError(f"The rows of the data pack for {name!r} are missing.")
    return path


def _collect_columns(
    script: Script, results: Sequence[StatementResult]
) -> dict[str, Sequence[PlannedColumn]]:
    """The columns of each table and view, by name. Raises SetupError when the job is not valid."""
    columns: dict[str, Sequence[PlannedColumn]] = {}
    for statement, result in zip(script.statements, results, strict=True):
        if not result["ok"] and result["error"]["kind"] != "upstream":
            error = result["error"]
            sentence = diagnostics.explain(error["kind"] or "error", error["message"] or "")[1]
            raise SetupError(f"{statement.name!r} cannot be tested: {sentence}")
        found = result.get("columns")
        if statement.kind != "insert" and found is not None:
            columns[statement.name] = found
    return columns
