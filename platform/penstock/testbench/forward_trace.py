"""Where an input row went: a run with it against a run without it, at every node.

The row's time stays in the second run, so what differs is what the row's content brought about, wherever and
whenever that came out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from penstock.compiler.script import Script, Statement
from penstock.testbench import late_records
from penstock.testbench.branch_probes import Observed, Observer, shortened
from penstock.testbench.why_provenance import Reruns
from penstock.testkit import timestamps
from penstock.testkit.instrumentation import BenchError

MOST_ROWS = 20
Change = Mapping[str, Any]
_WHICH = {"filter": "its condition", "where": "WHERE", "having": "HAVING", "case": "CASE"}


def followed(reruns: Reruns, seen: Observed, script: Script, source: str, row: int) -> dict[str, Any]:
    """`{"steps": [{"node", "name", "rows", "more", "sentence"}], "late": {…}|None, "sentence"}`.

    A step is a node where the row made a difference; `rows` are the changes that would not be there without
    it. `late` is its entry in the list of late rows, if it was dropped itself. `script` is the compiled job.
    """
    line = _line(reruns, source, row)
    both = reruns.without([(), (line,)])
    return _Path(reruns, seen, script, line, both).told(source, row)


def _line(reruns: Reruns, source: str, row: int) -> int:
    wanted = {"source": source, "row": row}
    for line in range(len(reruns.ready)):
        if reruns.ready.origin(line) == wanted:
            return line
    raise BenchError(f"The case has no row {row + 1} of {source!r}.")


@dataclass
class _Difference:
    """What an output has only with the row, and how many changes it has only without."""

    more: list[Change]
    less: int

    def __bool__(self) -> bool:
        return bool(self.more or self.less)


class _Path:
    def __init__(
        self, reruns: Reruns, seen: Observed, script: Script, line: int, both: Sequence[Mapping[str, Any]]
    ) -> None:
        self.ready, self.seen, self.line = reruns.ready, seen, line
        self.with_, self.without = both
        self.nodes = [s for s in script.statements if s.kind != "insert" and s.name in self.ready.columns]
        self.writes = {s.name: s.reads for s in script.statements if s.kind == "insert"}
        self.found = {s.name: self._difference(s.name) for s in self.nodes}
        late = (e for e in self.with_["late"] if e["line"] == line)
        dropped = [e for e in late if e not in self.without["late"]]
        self.late = late_records.told(self.ready, dropped)

    def told(self, source: str, row: int) -> dict[str, Any]:
        steps = [self._step(node) for node in self.nodes if self.found[node.name]]
        ends = [sentence for node in self.nodes for sentence in self._end(node)]
        where = f"Row {row + 1} of {source}"
        sinks = [step["name"] for step in steps if step["name"] in self.writes]
        if sinks:
            sentence = f"{where} made a difference in {' and '.join(sinks)}."
        elif not steps:
            sentence = f"{where} went nowhere: nothing reads {source}."
        else:
            sentence = f"{where} did not get to any sink."
        return {
            "steps": steps,
            "late": self.late[0] if self.late else None,
            "sentence": " ".join([sentence, *ends, *([self.with_["error"]] if self.with_["error"] else [])]),
        }

    def _difference(self, output: str) -> _Difference:
        one, two = (self._keys(answer, output) for answer in (self.with_, self.without))
        gone = Counter(key for key, _ in two)
        more = []
        for key, change in one:
            if gone[key] > 0:
                gone[key] -= 1
            else:
                more.append(change)
        return _Difference(more, sum(gone.values()))

    @staticmethod
    def _keys(answer: Mapping[str, Any], output: str) -> list[tuple[str, Change]]:
        changes = answer["outputs"].get(output, [])
        return [(json.dumps([c["line"], c["kind"], c["row"]], sort_keys=True), c) for c in changes]

    def _step(self, node: Statement) -> dict[str, Any]:
        found = self.found[node.name]
        return {
            "node": node.node,
            "name": node.name,
            "rows": [{"kind": c["kind"], "row": c["row"]} for c in found.more[:MOST_ROWS]],
            "more": max(0, len(found.more) - MOST_ROWS),
            "sentence": " ".join(self._said(node, found)),
        }

    def _said(self, node: Statement, found: _Difference) -> Iterator[str]:
        if not self._reads(node):
            arrival = self.ready.arrival(self.line)
            event = arrival[1].event_ms if arrival else None
            at = f", of {timestamps.of_epoch(event)}" if event is not None else ""
            place, rows = self.ready.rank(self.line)
            yield f"It arrived as the {_ordinal(place)} of {rows} in all{at}."
            return
        if found.more:
            count = "One change comes" if len(found.more) == 1 else f"{len(found.more)} changes come"
            yield f"{count} of it{self._when(found.more[0]['line'])}."
        if found.less:
            count = "one change" if found.less == 1 else f"{found.less} changes"
            yield f"Without it, {count} would be there that {'is' if found.less == 1 else 'are'} not."
        yield from self._ways(node)

    def _when(self, line: int) -> str:
        if line == self.line:
            return ""
        if line < 0:
            return " at the end of all input; it waited until then"
        origin = self.ready.origin(line)
        by = f" with row {origin['row'] + 1} of {origin['source']}" if origin else ""
        return f"{by}; it waited until then"

    def _reads(self, node: Statement) -> tuple[str, ...]:
        return self.writes.get(node.name, node.reads) if node.kind == "table" else node.reads

    def _end(self, node: Statement) -> Iterator[str]:
        """Why a node that the row came to gave nothing on."""
        reads = self._reads(node)
        if self.found[node.name] or not any(self.found.get(name) for name in reads):
            return
        dropped = [entry for entry in self.late if entry["node"] in (node.node, None)]
        if dropped:
            yield dropped[0]["message"]
            return
        stopped = list(self._ways(node, ends=True))
        if stopped:
            yield from stopped
        else:
            yield f"In {node.name!r} it changes nothing: what comes out is the same without it."

    def _ways(self, node: Statement, *, ends: bool = False) -> Iterator[str]:
        """Which ways it went within the node, as its observers saw; with `ends` only those that end there."""
        for observer in self.seen.observers:
            if observer.branch["node"] != node.node:
                continue
            ways = self._went(observer)
            if ways and (not ends or _ends(observer, ways)):
                yield _way(observer, ways, node.name)

    def _went(self, observer: Observer) -> list[str]:
        one, two = (
            observer.counted(a["outputs"].get(observer.output, [])) for a in (self.with_, self.without)
        )
        return [way for way in observer.outcomes if one[way] > two[way]]


def _ends(observer: Observer, ways: Sequence[str]) -> bool:
    if observer.branch["kind"] == "case":
        return False
    return not {"true", "matched"}.intersection(ways)


def _way(observer: Observer, ways: Sequence[str], node: str) -> str:
    kind, text = observer.branch["kind"], shortened(observer.branch["text"])
    if kind == "join":
        # The condition of a join that was drawn is not the user's own text.
        on = f" on {text}" if observer.branch["line"] else ""
        return f"In {node!r} it found {'a' if 'matched' in ways else 'no'} match{on}."
    if kind == "case":
        return f"In {node!r} it took the way {' and '.join(w.upper() for w in ways)} of {text}."
    is_ = " and ".join("unknown (NULL)" if way == "unknown" else way for way in ways)
    return f"In {node!r} {_WHICH[kind]} {text} is {is_} for it."


def _ordinal(number: int) -> str:
    end = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"
