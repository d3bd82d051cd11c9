"""Why an output row exists: the input rows that cause it, found by running the job without the others.

A row that is left out leaves its time behind, so windows close as before, and late rows stay late. What is
returned has been seen to cause the output row on its own.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TypedDict

from penstock.planner.protocol import CapturedChange, VariantResult
from penstock.testbench.model import OriginWithValues
from penstock.testbench.reruns import Reruns
from penstock.testbench.setup import TestSetup
from penstock.testkit import timestamps
from penstock.testkit.delta_debugging import ddmin
from penstock.testkit.instrumentation import SetupError

MAX_ROWS = 500


class Explanation(TypedDict):
    """The rows that cause a change. `minimal`: without any single one of them, it does not come."""

    rows: list[OriginWithValues]
    minimal: bool
    runs: int
    sentence: str


def explain(reruns: Reruns, output: str, index: int, seconds: float) -> Explanation:
    """The input rows of one change.

    Args:
        reruns: The test.
        output: The name of the output.
        index: The position of the change in it, from 0.
        seconds: For how long fewer rows are tried; the run that is active then is still completed.

    Raises:
        SetupError: The output has no such change.
        PlannerError: A run could not be done.
    """
    deadline = time.monotonic() + seconds
    search = _Search(reruns, output, _find_target(reruns, output, index))
    start = search.find_start()
    if start is None:
        sentence = "Another run gives another row here: it depends on the clock, so its rows cannot be found."
        return {"rows": [], "minimal": False, "runs": reruns.count, "sentence": sentence}
    lines, minimal = ddmin(start, search.reproduces, deadline=deadline)
    rows = [_describe_row(reruns.setup, line) for line in lines[:MAX_ROWS]]
    sentence = _summarize(len(lines), minimal, seconds)
    if len(lines) > len(rows):
        sentence += f" The first {len(rows)} of them are listed."
    return {"rows": rows, "minimal": minimal, "runs": reruns.count, "sentence": sentence}


def _find_target(reruns: Reruns, output: str, index: int) -> CapturedChange:
    [answer] = reruns.run_without([()])
    changes = answer["outputs"].get(output, [])
    if not 0 <= index < len(changes):
        raise SetupError(f"{output!r} has no row {index + 1}: a run of the case gives {len(changes)}.")
    return changes[index]


class _Search:
    """The search for the rows that cause one change."""

    def __init__(self, reruns: Reruns, output: str, target: CapturedChange) -> None:
        self.reruns, self.output, self.target = reruns, output, target
        self.all = [line for line in range(len(reruns.setup)) if reruns.setup.find_arrival(line)]

    def reproduces(self, sets: Sequence[Sequence[int]]) -> list[bool]:
        """Whether the change comes with each of these sets of lines alone."""
        suppressed = [set(self.all).difference(lines) for lines in sets]
        answers = self.reruns.run_without(suppressed, (self.output, self.target["line"]))
        return [self._contains_target(answer) for answer in answers]

    def _contains_target(self, answer: VariantResult) -> bool:
        wanted = (self.target["kind"], self.target["row"])
        return any((c["kind"], c["row"]) == wanted for c in answer["outputs"][self.output])

    def find_start(self) -> list[int] | None:
        """The smallest of some candidate sets that reproduces it; None when not even all rows do."""
        candidates = sorted(self._candidate_sets(), key=len)
        for some in (candidates[:3], candidates[3:]):
            for lines, holds in zip(some, self.reproduces(some) if some else (), strict=True):
                if holds:
                    return lines
        return None

    def _candidate_sets(self) -> list[list[int]]:
        line = self.target["line"]
        before = [one for one in self.all if line < 0 or one <= line]
        inside = self._within_window(before)
        near, nearest = self._sharing_values(inside)
        found: list[list[int]] = []
        for lines in (nearest, near, inside, before, self.all):
            if lines and lines not in found:
                found.append(lines)
        return found

    def _within_window(self, lines: list[int]) -> list[int]:
        """Those within the window that the row names; rows without a time stay."""
        start, end = (_parse_ms(self.target["row"].get(f"window_{name}")) for name in ("start", "end"))
        if start is None and end is None:
            return lines
        low, high = start if start is not None else -(2**63), end if end is not None else 2**63
        found = []
        for line in lines:
            arrival = self.reruns.setup.find_arrival(line)
            if arrival and (arrival[1].event_ms is None or low <= arrival[1].event_ms < high):
                found.append(line)
        return found

    def _sharing_values(self, lines: list[int]) -> tuple[list[int], list[int]]:
        """Those with a text or whole number of the row, and of each source those with the most of them."""
        cells = self.target["row"].values()
        values = {v for v in cells if isinstance(v, str | int) and not isinstance(v, bool)}
        shared: dict[int, int] = {}
        best: dict[str, int] = {}
        for line in lines:
            found = self.reruns.setup.find_arrival(line)
            if found is None:
                continue
            source, arrival = found
            row = self.reruns.setup.inputs[source].rows[arrival.row_index]
            shared[line] = sum(isinstance(v, str | int) and v in values for v in row.values())
            best[source] = max(best.get(source, 1), shared[line])
        near = [line for line in lines if shared.get(line)]
        return near, [line for line in near if shared[line] == best[self._source(line)]]

    def _source(self, line: int) -> str:
        found = self.reruns.setup.find_arrival(line)
        return found[0] if found else ""


def _parse_ms(value: object) -> int | None:
    try:
        return timestamps.to_epoch_ms(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _describe_row(setup: TestSetup, line: int) -> OriginWithValues:
    origin = setup.find_origin(line)
    if origin is None:
        raise AssertionError(f"Line {line} has no row.")
    return {**origin, "values": dict(setup.inputs[origin["source"]].rows[origin["row"]])}


def _summarize(count: int, minimal: bool, seconds: float) -> str:
    if count == 0:
        return "No row is needed for it: it comes with any input."
    which = "This row is" if count == 1 else f"These {count} rows are"
    if not minimal:
        return (
            f"{which} enough to cause it. Within {seconds:g} s it was not possible to try"
            " whether fewer are enough."
        )
    if count == 1:
        return "This row causes it: it comes with no other row, and not without this one."
    return f"{which} what causes it: it comes with them alone, and not when any one of them is missing."
