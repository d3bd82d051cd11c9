"""Unit tests of jobs, run on a Flink cluster by the planner's process: it plans warm and submits at once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from penstock.compiler.script import Script
from penstock.planner.client import CHECK_SECONDS, PlannerFull, PlannerProcess
from penstock.planner.statement_quarantine import Verdicts

# Stopping a test and fetching what it had comes on top of its own time; so does a cold process.
_GRACE_SECONDS = 45.0
_CACHE_SIZE = 200
#: Runs of one question side by side; more only get in each other's way on a small machine.
_CONCURRENCY = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What a test may take; rows, and bytes of their JSON (at most 8 MiB), are those of all captures."""

    seconds: int = 30
    rows: int = 100_000
    bytes: int = 8 * 2**20


@dataclass(frozen=True, slots=True)
class UserCode:
    """The users' own code that a run needs: jars on its class path, and their classes by function name."""

    jars: tuple[Path, ...] = ()
    functions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, jars: Sequence[Path] = (), functions: Mapping[str, str] | None = None) -> Self:
        """The same from what callers have."""
        return cls(tuple(jars), dict(functions or {}))

    def params(self) -> dict[str, Any]:
        """The JSON form, as the planner's process takes it."""
        return {"jars": [str(jar) for jar in self.jars], "functions": dict(self.functions)}


class TestClient:
    """Runs tests one after the other. A process of its own: a check should not wait for a test."""

    __test__ = False  # not for pytest to collect

    def __init__(self, process: PlannerProcess) -> None:
        self.process = process
        self._verdicts: OrderedDict[str, Verdicts] = OrderedDict()
        self._nondeterminism: OrderedDict[str, Verdicts] = OrderedDict()

    def check(self, script: Script, user_code: UserCode = UserCode()) -> Verdicts:
        """The planner's verdict on each statement of a script, remembered: a suite asks the same often."""
        key = f"{_hash_script(script)} {user_code}"
        if key not in self._verdicts:
            if user_code != UserCode():
                params = {"script": script.to_dict(), **user_code.params()}
                verdicts: Verdicts = self._request("check_with_jars", params, CHECK_SECONDS)["statements"]
            else:
                verdicts = self.process.check(script)
            self._verdicts[key] = verdicts
        return _touch_lru(self._verdicts, key)

    def run(
        self,
        script: Script,
        plan: Path | Sequence[str],
        cluster: str,
        *,
        user_code: UserCode = UserCode(),
        limits: Limits | None = None,
        name: str = "Unit test",
    ) -> dict[str, Any]:
        """Run an instrumented script on the arrival `plan` (its file, or its lines) and wait.

        `cluster` is the REST address. The script must have passed the check. The answer:

            {"state": "finished"|"stopped"|"failed", "error": sentence|None,
             "outputs": {capture: [{"kind": "+I"|"-U"|"+U"|"-D", "line": 17, "row": {…}}]},
             "counts": {capture: 12},
             "late": [{"line": 4, "operator": …, "id": …, "node": id|None, "dropped": 1, "total": 3,
                       "watermark": ms}],
             "milliseconds": 412, "planning_ms": 60}

        `line` is the plan's line, from 0, that brought a row or a drop about; -1 is the end of all input.
        `node` is None where it isn't certain. DECIMALs in rows are texts, with all of their digits. A run
        that was stopped at its limits has the rows it had by then; `counts` also counts what did not fit.
        Raises PlannerError when the job cannot be planned, a row does not fit its table, or the cluster does
        not answer.
        """
        bounds = limits or Limits()
        params = _build_params(script, plan, cluster, user_code, bounds, name)
        answer: dict[str, Any] = self._request("run", params, bounds.seconds + _GRACE_SECONDS)
        return answer

    def run_variants(
        self,
        script: Script,
        plan: Path,
        cluster: str,
        suppressed: Sequence[Iterable[int]],
        *,
        only: tuple[str, int] | None = None,
        user_code: UserCode = UserCode(),
        limits: Limits | None = None,
        name: str = "Unit test",
    ) -> list[dict[str, Any]]:
        """Run a script several times, each time without the rows of some lines of the plan.

        A suppressed row is left out, but its time stays: watermarks advance as if it had arrived. The answers
        are those of `run`, one for each set of lines; with `only`, the name of an output and a line, they
        have just the changes that this line caused there.
        """
        bounds = limits or Limits()
        params = _build_params(script, plan, cluster, user_code, bounds, name)
        params |= {"suppressed": [format_ranges(lines) for lines in suppressed], "concurrency": _CONCURRENCY}
        if only:
            params["only"] = {"output": only[0], "line": only[1]}
        rounds = -(-len(suppressed) // _CONCURRENCY)
        answers: list[dict[str, Any]] = self._request(
            "run_variants", params, bounds.seconds * rounds + _GRACE_SECONDS
        )
        return answers

    def find_branches(self, script: Script) -> list[dict[str, Any]]:
        """The branches in a script that passed the check, see `io.penstock.testbench.BranchAnalyzer`."""
        found: list[dict[str, Any]] = self.process.request("branches", {"script": script.to_dict()})
        return found

    def find_nondeterminism(self, script: Script) -> list[dict[str, Any]]:
        """Nondeterministic calls in a script, cached; see `io.penstock.testbench.NondeterminismAnalyzer`."""
        key = _hash_script(script)
        if key not in self._nondeterminism:
            self._nondeterminism[key] = self.process.request("nondeterminism", {"script": script.to_dict()})
        return _touch_lru(self._nondeterminism, key)

    def _request(self, method: str, params: dict[str, Any], timeout: float) -> Any:
        try:
            return self.process.request(method, params, timeout)
        except PlannerFull:
            raise PlannerFull(
                f"The test needs more memory than the bench has ({self.process.heap_mb} MiB): give it fewer"
                " rows, or tap fewer nodes."
            ) from None


def _hash_script(script: Script) -> str:
    return hashlib.sha256(script.to_json().encode()).hexdigest()


def _touch_lru(found: OrderedDict[str, Verdicts], key: str) -> Verdicts:
    """One of what is remembered; the oldest goes when there is too much."""
    found.move_to_end(key)
    while len(found) > _CACHE_SIZE:
        found.popitem(last=False)
    return found[key]


def _build_params(
    script: Script,
    plan: Path | Sequence[str],
    cluster: str,
    user_code: UserCode,
    limits: Limits,
    name: str,
) -> dict[str, Any]:
    return {
        "script": script.to_dict(),
        "plan": {"path": str(plan)} if isinstance(plan, Path) else {"lines": list(plan)},
        "cluster": {"url": cluster},
        **user_code.params(),
        "limits": asdict(limits),
        "name": name,
    }


def format_ranges(lines: Iterable[int]) -> str:
    """Numbers in the short form of `io.penstock.testbench.cluster.SuppressedLines`, such as `0-4,7`."""
    parts: list[list[int]] = []
    for line in sorted(lines):
        if parts and line <= parts[-1][1] + 1:
            parts[-1][1] = line
        else:
            parts.append([line, line])
    return ",".join(str(one) if one == two else f"{one}-{two}" for one, two in parts)
