"""Where an input row goes: a run with it against a run without it, at every node.

The row's time stays in the second run, so the differences are what the row's content causes, wherever and
whenever that comes out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from penstock.compiler.script import Script, Statement
from penstock.planner.protocol import CapturedChange, VariantResult
from penstock.testbench import late_records
from penstock.testbench.branch_probes import BranchProbe, ProbedScript, shorten
from penstock.testbench.model import LateRecord
from penstock.testbench.reruns import Reruns
from penstock.testkit import timestamps
from penstock.testkit.changelog import Change
from penstock.testkit.instrumentation import SetupError

MAX_ROWS = 20
_CONDITION_NAMES = {"filter": "its condition", "where": "WHERE", "having": "HAVING", "case": "CASE"}


class TraceStep(TypedDict):
    """A node where the row makes a difference: the changes that it causes, and how many more there are."""

    node: str
    name: str
    rows: list[Change]
    more: int
    sentence: str


class ForwardTrace(TypedDict):
    """The way of a row; `late` is its entry in the list of late records, if it was dropped itself."""

    steps: list[TraceStep]
    late: LateRecord | None
    sentence: str


def trace_forward(
    reruns: Reruns, probed: ProbedScript, script: Script, source: str, row: int
) -> ForwardTrace:
    """The way of an input row through the job.

    Args:
        reruns: The test, with all nodes tapped and probed.
        probed: Its script and probes.
        script: The compiled job.
        source: The name of the source.
        row: The position of the row in its pack, from 0.

    Raises:
        SetupError: The source has no such row.
        PlannerError: A run could not be done.
    """
    line = _find_line(reruns, source, row)
    both = reruns.run_without([(), (line,)])
    return _Trace(reruns, probed, script, line, both).report(source, row)


def _find_line(reruns: Reruns, source: str, row: int) -> int:
    wanted = {"source": source, "row": row}
    for line in range(len(reruns.setup)):
        if reruns.setup.find_origin(line) == wanted:
            return line
    raise SetupError(f"The case has no row {row + 1} of {source!r}.")


@dataclass
class _Difference:
    """The changes that an output has only with the row, and how many it has only without."""

    more: list[CapturedChange]
    less: int

    def __bool__(self) -> bool:
        return bool(self.more or self.less)


class _Trace:
    """Both runs, and what differs."""

    def __init__(
        self, reruns: Reruns, probed: ProbedScript, script: Script, line: int, both: Sequence[VariantResult]
    ) -> None:
        self.setup, self.probed, self.line = reruns.setup, probed, line
        self.with_, self.without = both
        self.nodes = [s for s in script.statements if s.kind != "insert" and s.name in self.setup.columns]
        self.writes = {s.name: s.reads for s in script.statements if s.kind == "insert"}
        self.found = {s.name: self._difference(s.name) for s in self.nodes}
        late = (e for e in self.with_.get("late", ()) if e["line"] == line)
        dropped = [e for e in late if e not in self.without.get("late", ())]
        self.late = late_records.describe_late_records(self.setup, dropped)

    def report(self, source: str, row: int) -> ForwardTrace:
        steps = [self._step(node) for node in self.nodes if self.found[node.name]]
        ends = [sentence for node in self.nodes for sentence in self._explain_end(node)]
        where = f"Row {row + 1} of {source}"
        sinks = [step["name"] for step in steps if step["name"] in self.writes]
        if sinks:
            sentence = f"{where} made a difference in {' and '.join(sinks)}."
        elif not steps:
            sentence = f"{where} went nowhere: nothing reads {source}."
        else:
            sentence = f"{where} did not reach any sink."
        return {
            "steps": steps,
            "late": self.late[0] if self.late else None,
            "sentence": " ".join([sentence, *ends, *([self.with_["error"]] if self.with_["error"] else [])]),
        }

    def _difference(self, output: str) -> _Difference:
        one, two = (self._keyed_changes(answer, output) for answer in (self.with_, self.without))
        gone = Counter(key for key, _ in two)
        more = []
        for key, change in one:
            if gone[key] > 0:
                gone[key] -= 1
            else:
                more.append(change)
        return _Difference(more, sum(gone.values()))

    @staticmethod
    def _keyed_changes(answer: VariantResult, output: str) -> list[tuple[str, CapturedChange]]:
        changes = answer["outputs"].get(output, [])
        return [(json.dumps([c["line"], c["kind"], c["row"]], sort_keys=True), c) for c in changes]

    def _step(self, node: Statement) -> TraceStep:
        found = self.found[node.name]
        return {
            "node": node.node,
            "name": node.name,
            "rows": [{"kind": c["kind"], "row": c["row"]} for c in found.more[:MAX_ROWS]],
            "more": max(0, len(found.more) - MAX_ROWS),
            "sentence": " ".join(self._describe_effect(node, found)),
        }

    def _describe_effect(self, node: Statement, found: _Difference) -> Iterator[str]:
        if not self._find_reads(node):
            arrival = self.setup.find_arrival(self.line)
            event = arrival[1].event_ms if arrival else None
            at = f", of {timestamps.format_epoch_ms(event)}" if event is not None else ""
            position, rows = self.setup.find_rank(self.line)
            yield f"It arrived as the {_format_ordinal(position)} of {rows} in all{at}."
            return
        if found.more:
            count = "One change comes" if len(found.more) == 1 else f"{len(found.more)} changes come"
            yield f"{count} of it{self._describe_delay(found.more[0]['line'])}."
        if found.less:
            count = "one change" if found.less == 1 else f"{found.less} changes"
            yield f"Without it, {count} would be there that {'is' if found.less == 1 else 'are'} not."
        yield from self._describe_ways(node)

    def _describe_delay(self, line: int) -> str:
        if line == self.line:
            return ""
        if line < 0:
            return " at the end of all input; it waited until then"
        origin = self.setup.find_origin(line)
        by = f" with row {origin['row'] + 1} of {origin['source']}" if origin else ""
        return f"{by}; it waited until then"

    def _find_reads(self, node: Statement) -> tuple[str, ...]:
        return self.writes.get(node.name, node.reads) if node.kind == "table" else node.reads

    def _explain_end(self, node: Statement) -> Iterator[str]:
        """Why a node that the row reached gave no output for it."""
        reads = self._find_reads(node)
        if self.found[node.name] or not any(self.found.get(name) for name in reads):
            return
        dropped = [entry for entry in self.late if entry["node"] in (node.node, None)]
        if dropped:
            yield dropped[0]["message"]
            return
        stopped = list(self._describe_ways(node, ends=True))
        if stopped:
            yield from stopped
        else:
            yield f"In {node.name!r} it changes nothing: what comes out is the same without it."

    def _describe_ways(self, node: Statement, *, ends: bool = False) -> Iterator[str]:
        """The ways that it took at the branches of a node; with `ends` only those that end there."""
        for probe in self.probed.probes:
            if probe.branch["node"] != node.node:
                continue
            ways = self._find_ways(probe)
            if ways and (not ends or _ends_there(probe, ways)):
                yield _describe_way(probe, ways, node.name)

    def _find_ways(self, probe: BranchProbe) -> list[str]:
        one, two = (probe.count_rows(a["outputs"].get(probe.output, [])) for a in (self.with_, self.without))
        return [way for way in probe.outcomes if one[way] > two[way]]


def _ends_there(probe: BranchProbe, ways: Sequence[str]) -> bool:
    if probe.branch["kind"] == "case":
        return False
    return not {"true", "matched"}.intersection(ways)


def _describe_way(probe: BranchProbe, ways: Sequence[str], node: str) -> str:
    kind, text = probe.branch["kind"], shorten(probe.branch["text"])
    if kind == "join":
        # The condition of a join from the canvas is not the user's own text.
        on = f" on {text}" if probe.branch["line"] else ""
        return f"In {node!r} it found {'a' if 'matched' in ways else 'no'} match{on}."
    if kind == "case":
        return f"In {node!r} it took the way {' and '.join(w.upper() for w in ways)} of {text}."
    is_ = " and ".join("unknown (NULL)" if way == "unknown" else way for way in ways)
    return f"In {node!r} {_CONDITION_NAMES[kind]} {text} is {is_} for it."


def _format_ordinal(number: int) -> str:
    end = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"
