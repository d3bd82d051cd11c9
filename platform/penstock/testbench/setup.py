"""A case made setup: the bench's script, the arrival plan as a file, and the way back from its lines."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from penstock.compiler import diagnostics
from penstock.compiler.script import Script
from penstock.testbench import nondeterminism
from penstock.testbench.client import TestClient, UserCode
from penstock.testkit import replay_plan
from penstock.testkit.arrival import Arrival
from penstock.testkit.instrumentation import PlannedColumns, SetupError, classify_tables, instrument
from penstock.testkit.pack_reader import Rows
from penstock.testkit.replay_plan import SourceInput
from penstock.testkit.source_inputs import schedule_inputs

if TYPE_CHECKING:
    from penstock.testbench.runner import TestRun


@dataclass
class TestSetup:
    """`columns` and `keys` go by the output's name, `node_names` are the names of nodes by their ids.

    `inputs` are the sources in the order in which rows of one moment come.
    """

    __test__ = False  # not for pytest to collect

    script: Script
    plan: Path
    inputs: Mapping[str, SourceInput]
    columns: Mapping[str, PlannedColumns]
    keys: Mapping[str, tuple[str, ...]]
    node_names: Mapping[str, str]
    notes: list[str] = field(default_factory=list)
    _sources: array[int] = field(default_factory=lambda: array("i"))
    _positions: array[int] = field(default_factory=lambda: array("q"))
    """For each line of the plan its source, and the place among this source's arrivals, -1 when idle."""

    def __len__(self) -> int:
        """How many lines the plan has."""
        return len(self._positions)

    def find_arrival(self, line: int) -> tuple[str, Arrival] | None:
        """The source and arrival that a line of the plan stands for; None for an idle line and the end."""
        if not 0 <= line < len(self._positions) or self._positions[line] < 0:
            return None
        source = list(self.inputs)[self._sources[line]]
        return source, self.inputs[source].arrivals[self._positions[line]]

    def find_rank(self, line: int) -> tuple[int, int]:
        """The how-many-eth row of how many a line is; idle lines are none."""
        return sum(place >= 0 for place in self._positions[: line + 1]), sum(p >= 0 for p in self._positions)

    def find_origin(self, line: int) -> dict[str, Any] | None:
        """The same as `{"source", "row"}`, the row by its place in the pack."""
        found = self.find_arrival(line)
        return {"source": found[0], "row": found[1].row_index} if found else None

    def write_plan(self, real_time: bool) -> None:
        """Write the plan's file and remember where its lines came from."""
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
    bench: TestClient, test: TestRun, user_code: UserCode = UserCode(), taps: Sequence[str] | None = None
) -> Iterator[TestSetup]:
    """The case, setup to run as long as the context lasts.

    `taps` are the nodes to be tapped, those of the case by default. Raises BenchError, ArrivalError, or
    PlannerError with a sentence.
    """
    wanted = tuple(test.case.inputs)
    plain = instrument(test.script, sources=wanted)
    columns = _plan_columns(bench, plain, user_code)
    found = classify_tables(test.script)
    chosen = _choose_taps(test, found.sinks) if taps is None else taps
    script = instrument(test.script, sources=wanted, taps=chosen, planned=columns)
    keys = {s.name: s.key for s in test.script.statements if s.name in found.sinks and s.key}
    with ExitStack() as files:
        folder = Path(files.enter_context(tempfile.TemporaryDirectory(prefix="penstock-test-")))
        sources = {
            name: Rows(files.enter_context(_find_pack(test, name).open("rb"))) for name in found.sources
        }
        plans = {name: given.arrival for name, given in test.case.inputs.items()}
        setup = TestSetup(
            script,
            folder / "plan.jsonl",
            schedule_inputs(_require_schemas(test, found.sources), sources, plans),
            {name: columns[name] for name in (*found.sinks, *chosen)},
            keys,
            {s.node: s.name for s in test.script.statements},
            nondeterminism.describe_nondeterminism(
                bench, replace(plain, settings=test.script.settings), columns
            ),
        )
        setup.write_plan(test.case.real_time)
        yield setup


def _choose_taps(test: TestRun, captures: Mapping[str, Any]) -> list[str]:
    """The case's own, and the nodes of which something is expected."""
    return [*dict.fromkeys((*test.case.taps, *(n for n in test.case.expected if n not in captures)))]


def _require_schemas(test: TestRun, sources: Sequence[str]) -> Mapping[str, Any]:
    for name in sources:
        if name not in test.schemas:
            raise SetupError(f"{name!r} cannot be fed: its kind does not say what a record of it is.")
    return test.schemas


def _find_pack(test: TestRun, name: str) -> Path:
    path = test.packs.get(name)
    if path is None or not path.is_file():
        raise SetupError(f"The rows of the data pack for {name!r} are missing.")
    return path


def _plan_columns(bench: TestClient, script: Script, user_code: UserCode) -> dict[str, PlannedColumns]:
    """The columns of each table and view, by name. Raises BenchError when the job is not sound."""
    verdicts = bench.check(script, user_code)
    for statement, verdict in zip(script.statements, verdicts, strict=True):
        if not verdict["ok"] and verdict["error"].get("kind") != "upstream":
            error = verdict["error"]
            sentence = diagnostics.explain(error.get("kind") or "error", error.get("message") or "")[1]
            raise SetupError(f"{statement.name!r} cannot be tested: {sentence}")
    return {
        s.name: v["columns"]
        for s, v in zip(script.statements, verdicts, strict=True)
        if s.kind != "insert" and v.get("columns") is not None
    }
