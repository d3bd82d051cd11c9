"""A case made ready: the bench's script, the arrival plan as a file, and the way back from its lines."""

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
from penstock.testbench.client import Bench, Users
from penstock.testkit import replay_plan
from penstock.testkit.arrival import Arrival
from penstock.testkit.instrumentation import BenchError, PlannedColumns, bench_script, roles
from penstock.testkit.pack_reader import Rows
from penstock.testkit.replay_plan import Fed
from penstock.testkit.source_inputs import fed

if TYPE_CHECKING:
    from penstock.testbench.runner import Trial


@dataclass
class Prepared:
    """`columns` and `keys` go by the output's name, `names` are the names of nodes by their ids.

    `fed` are the sources in the order in which rows of one moment come.
    """

    script: Script
    plan: Path
    fed: Mapping[str, Fed]
    columns: Mapping[str, PlannedColumns]
    keys: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    notes: list[str] = field(default_factory=list)
    _sources: array[int] = field(default_factory=lambda: array("i"))
    _places: array[int] = field(default_factory=lambda: array("q"))
    """For each line of the plan its source, and the place among this source's arrivals, -1 when idle."""

    def __len__(self) -> int:
        """How many lines the plan has."""
        return len(self._places)

    def arrival(self, line: int) -> tuple[str, Arrival] | None:
        """The source and arrival that a line of the plan stands for; None for an idle line and the end."""
        if not 0 <= line < len(self._places) or self._places[line] < 0:
            return None
        source = list(self.fed)[self._sources[line]]
        return source, self.fed[source].arrivals[self._places[line]]

    def rank(self, line: int) -> tuple[int, int]:
        """The how-many-eth row of how many a line is; idle lines are none."""
        return sum(place >= 0 for place in self._places[: line + 1]), sum(p >= 0 for p in self._places)

    def origin(self, line: int) -> dict[str, Any] | None:
        """The same as `{"source", "row"}`, the row by its place in the pack."""
        found = self.arrival(line)
        return {"source": found[0], "row": found[1].row_index} if found else None

    def write(self, real_time: bool) -> None:
        """Write the plan's file and remember where its lines came from."""
        numbers = {name: number for number, name in enumerate(self.fed)}
        counts = [0] * len(numbers)
        with self.plan.open("w", encoding="utf-8") as file:
            for line in replay_plan.traced(self.fed, real_time=real_time):
                file.write(line.text + "\n")
                source = numbers[line.source]
                self._sources.append(source)
                self._places.append(-1 if line.arrival is None else counts[source])
                counts[source] += line.arrival is not None


@contextmanager
def prepared(
    bench: Bench, trial: Trial, users: Users = Users(), taps: Sequence[str] | None = None
) -> Iterator[Prepared]:
    """The case, ready to run as long as the context lasts.

    `taps` are the nodes to be tapped, those of the case by default. Raises BenchError, ArrivalError, or
    PlannerError with a sentence.
    """
    wanted = tuple(trial.case.inputs)
    plain = bench_script(trial.script, replays=wanted)
    columns = _planned(bench, plain, users)
    found = roles(trial.script)
    chosen = _taps(trial, found.captures) if taps is None else taps
    script = bench_script(trial.script, replays=wanted, taps=chosen, planned=columns)
    keys = {s.name: s.key for s in trial.script.statements if s.name in found.captures and s.key}
    with ExitStack() as files:
        folder = Path(files.enter_context(tempfile.TemporaryDirectory(prefix="penstock-trial-")))
        sources = {name: Rows(files.enter_context(_pack(trial, name).open("rb"))) for name in found.replays}
        plans = {name: given.arrival for name, given in trial.case.inputs.items()}
        ready = Prepared(
            script,
            folder / "plan.jsonl",
            fed(_feeds(trial, found.replays), sources, plans),
            {name: columns[name] for name in (*found.captures, *chosen)},
            keys,
            {s.node: s.name for s in trial.script.statements},
            nondeterminism.notes(bench, replace(plain, settings=trial.script.settings), columns),
        )
        ready.write(trial.case.real_time)
        yield ready


def _taps(trial: Trial, captures: Mapping[str, Any]) -> list[str]:
    """The case's own, and the nodes of which something is expected."""
    return [*dict.fromkeys((*trial.case.taps, *(n for n in trial.case.expected if n not in captures)))]


def _feeds(trial: Trial, sources: Sequence[str]) -> Mapping[str, Any]:
    for name in sources:
        if name not in trial.feeds:
            raise BenchError(f"{name!r} cannot be fed: its kind does not say what a record of it is.")
    return trial.feeds


def _pack(trial: Trial, name: str) -> Path:
    path = trial.packs.get(name)
    if path is None or not path.is_file():
        raise BenchError(f"The rows of the data pack for {name!r} are missing.")
    return path


def _planned(bench: Bench, script: Script, users: Users) -> dict[str, PlannedColumns]:
    """The columns of each table and view, by name. Raises BenchError when the job is not sound."""
    verdicts = bench.check(script, users)
    for statement, verdict in zip(script.statements, verdicts, strict=True):
        if not verdict["ok"] and verdict["error"].get("kind") != "upstream":
            error = verdict["error"]
            sentence = diagnostics.explain(error.get("kind") or "error", error.get("message") or "")[1]
            raise BenchError(f"{statement.name!r} cannot be tested: {sentence}")
    return {
        s.name: v["columns"]
        for s, v in zip(script.statements, verdicts, strict=True)
        if s.kind != "insert" and v.get("columns") is not None
    }
