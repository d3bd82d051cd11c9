"""Why an output row is there: the input rows that make it, found by running the job without the others.

A row that is left out leaves its time behind, so windows close as they did, and rows that were late still
are. What comes back has been seen to bring the output row about on its own.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from penstock.testbench.client import Limits, TestClient, UserCode
from penstock.testbench.setup import TestSetup
from penstock.testkit import timestamps
from penstock.testkit.delta_debugging import ddmin
from penstock.testkit.instrumentation import SetupError

Change = Mapping[str, Any]
MAX_ROWS = 500


@dataclass
class Reruns:
    """A prepared case that is run again and again without some of its rows; `runs` counts how often."""

    bench: TestClient
    setup: TestSetup
    cluster: str
    limits: Limits
    user_code: UserCode
    runs: int = 0

    def run_without(
        self, suppressed: Sequence[Iterable[int]], only: tuple[str, int] | None = None
    ) -> list[dict[str, Any]]:
        """The answers of one run for each set of suppressed lines."""
        self.runs += len(suppressed)
        return self.bench.run_variants(
            self.setup.script,
            self.setup.plan,
            self.cluster,
            suppressed,
            only=only,
            user_code=self.user_code,
            limits=self.limits,
            name="Unit test, asked why",
        )


def explain(reruns: Reruns, output: str, index: int, seconds: float) -> dict[str, Any]:
    """`{"rows": [{"source", "row", "values"}], "minimal", "runs", "sentence"}` of the change at that place.

    `minimal`: without any single one of the rows, the change does not come.
    """
    deadline = time.monotonic() + seconds
    target = _find_target(reruns, output, index)
    search = _Search(reruns, output, target)
    start = search.find_start()
    if start is None:
        sentence = "Another run gives another row here: it follows the clock, so nothing says what made it."
        return {"rows": [], "minimal": False, "runs": reruns.runs, "sentence": sentence}
    lines, minimal = ddmin(start, search.reproduces, deadline=deadline)
    rows = [_describe_row(reruns.setup, line) for line in lines[:MAX_ROWS]]
    sentence = _summarize(len(lines), minimal, seconds)
    if len(lines) > len(rows):
        sentence += f" The first {len(rows)} of them are listed."
    return {"rows": rows, "minimal": minimal, "runs": reruns.runs, "sentence": sentence}


def _find_target(reruns: Reruns, output: str, index: int) -> Change:
    [answer] = reruns.run_without([()])
    changes: list[Change] = answer["outputs"].get(output, [])
    if not 0 <= index < len(changes):
        raise SetupError(f"{output!r} has no row {index + 1}: a run of the case gives {len(changes)}.")
    return changes[index]


class _Search:
    """For the rows that bring one change about."""

    def __init__(self, reruns: Reruns, output: str, target: Change) -> None:
        self.reruns, self.output, self.target = reruns, output, target
        self.all = [line for line in range(len(reruns.setup)) if reruns.setup.find_arrival(line)]

    def reproduces(self, sets: Sequence[Sequence[int]]) -> list[bool]:
        """Whether the change comes with each of these sets of lines alone."""
        suppressed = [set(self.all).difference(lines) for lines in sets]
        answers = self.reruns.run_without(suppressed, (self.output, self.target["line"]))
        return [self._contains_target(answer) for answer in answers]

    def _contains_target(self, answer: Mapping[str, Any]) -> bool:
        wanted = (self.target["kind"], self.target["row"])
        return any((c["kind"], c["row"]) == wanted for c in answer["outputs"][self.output])

    def find_start(self) -> list[int] | None:
        """The smallest of some guesses that does it; None when not even all rows do."""
        guesses = sorted(self._candidate_sets(), key=len)
        for some in (guesses[:3], guesses[3:]):
            for guess, holds in zip(some, self.reproduces(some) if some else (), strict=True):
                if holds:
                    return guess
        return None

    def _candidate_sets(self) -> list[list[int]]:
        line = self.target["line"]
        before = [one for one in self.all if line < 0 or one <= line]
        inside = self._within_window(before)
        near, nearest = self._sharing_values(inside)
        found: list[list[int]] = []
        for guess in (nearest, near, inside, before, self.all):
            if guess and guess not in found:
                found.append(guess)
        return found

    def _within_window(self, lines: list[int]) -> list[int]:
        """Those within the window that the row tells; rows without a time stay."""
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
        told = {
            v for v in self.target["row"].values() if isinstance(v, str | int) and not isinstance(v, bool)
        }
        shared: dict[int, int] = {}
        best: dict[str, int] = {}
        for line in lines:
            found = self.reruns.setup.find_arrival(line)
            if found is None:
                continue
            source, arrival = found
            values = self.reruns.setup.inputs[source].rows[arrival.row_index].values()
            shared[line] = sum(isinstance(v, str | int) and v in told for v in values)
            best[source] = max(best.get(source, 1), shared[line])
        near = [line for line in lines if shared.get(line)]
        return near, [line for line in near if shared[line] == best[self._source(line)]]

    def _source(self, line: int) -> str:
        found = self.reruns.setup.find_arrival(line)
        return found[0] if found else ""


def _parse_ms(value: Any) -> int | None:
    try:
        return timestamps.to_epoch_ms(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _describe_row(setup: TestSetup, line: int) -> dict[str, Any]:
    origin = setup.find_origin(line) or {}
    return {**origin, "values": dict(setup.inputs[origin["source"]].rows[origin["row"]])}


def _summarize(count: int, minimal: bool, seconds: float) -> str:
    if count == 0:
        return "No row is needed for it: it comes whatever the input is."
    which = "This row is" if count == 1 else f"These {count} rows are"
    if not minimal:
        return (
            f"{which} enough to bring it about. Within {seconds:g} s it could not be tried"
            " whether fewer would do."
        )
    if count == 1:
        return "This row makes it: it comes with no other row, and not without this one."
    return f"{which} what makes it: it comes with them alone, and not when any one of them is missing."
