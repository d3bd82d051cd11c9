"""Runs tests on a Flink session cluster through the planner process, which plans warm and submits at once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from penstock.compiler.script import Script
from penstock.planner import protocol
from penstock.planner.client import CHECK_SECONDS, PlannerFull, PlannerProcess
from penstock.planner.protocol import AnalyzeResult, Request, RunParams, RunResult, VariantResult
from penstock.testbench.model import Limits, UserCode

# Stopping a test and fetching its results comes on top of its own time; so does a cold process.
_GRACE_SECONDS = 45.0
_CACHE_SIZE = 200
#: Variants of one job that run at the same time; more only slow each other down on a small machine.
_CONCURRENCY = 3
Params = TypeVar("Params", bound=Mapping[str, object])
Result = TypeVar("Result")


class TestClient:
    """Runs tests one after the other. It has a process of its own: a check should not wait for a test."""

    __test__ = False  # not for pytest to collect

    def __init__(self, process: PlannerProcess) -> None:
        self.process = process
        self._analyses: OrderedDict[str, AnalyzeResult] = OrderedDict()

    def analyze(self, script: Script, user_code: UserCode = UserCode()) -> AnalyzeResult:
        """What the planner says of a script: each statement, its branches, and what is nondeterministic.

        Results are cached, since all cases of a suite need the same.

        Raises:
            PlannerError: The planner refuses the script.
            PlannerUnavailable: No answer came in time, or the process exited again.
        """
        key = f"{hashlib.sha256(script.to_json().encode()).hexdigest()} {user_code}"
        if key not in self._analyses:
            if user_code:
                params: protocol.AnalyzeWithJarsParams = {"script": script.to_dict(), **user_code.params()}
                self._analyses[key] = self._request(protocol.ANALYZE_WITH_JARS, params, CHECK_SECONDS)
            else:
                self._analyses[key] = self.process.analyze(script)
        return self._touch_lru(key)

    def run(
        self,
        script: Script,
        plan: Path | Sequence[str],
        cluster: str,
        *,
        user_code: UserCode = UserCode(),
        limits: Limits = Limits(),
        name: str = "Unit test",
    ) -> RunResult:
        """Run an instrumented script, which must have passed the check, and wait for its end.

        Args:
            script: See `penstock.testkit.instrumentation`.
            plan: The replay plan: its file, or its lines.
            cluster: The REST address of the cluster.
            user_code: Jars and functions of users.
            limits: A run that reaches them is stopped, and has the rows that it had until then.
            name: The name of the Flink job.

        Raises:
            PlannerError: The job cannot be planned, a row does not fit its table, or the cluster does not
            answer.
        """
        params = _build_params(script, plan, cluster, user_code, limits, name)
        return self._request(protocol.RUN, params, limits.seconds + _GRACE_SECONDS)

    def run_variants(
        self,
        script: Script,
        plan: Path,
        cluster: str,
        suppressed: Sequence[Iterable[int]],
        *,
        only: tuple[str, int] | None = None,
        user_code: UserCode = UserCode(),
        limits: Limits = Limits(),
        name: str = "Unit test",
    ) -> list[VariantResult]:
        """Run a script several times, each time without the rows of some lines of the plan.

        A suppressed row is left out, but its time stays: watermarks advance as if it had arrived.

        Args:
            script: See `run`, as for the other arguments.
            plan: The file of the replay plan.
            cluster: The REST address of the cluster.
            suppressed: Numbers of lines, from 0, one set for each run.
            only: An output and a line: results have just the changes that this line caused there.
            user_code: Jars and functions of users.
            limits: Those of each run.
            name: The name of the Flink jobs.

        Returns:
            One result for each set of lines, in order.

        Raises:
            PlannerError: As for `run`.
        """
        params: protocol.RunVariantsParams = {
            **_build_params(script, plan, cluster, user_code, limits, name),
            "suppressed": [format_ranges(lines) for lines in suppressed],
            "concurrency": _CONCURRENCY,
        }
        if only:
            params["only"] = {"output": only[0], "line": only[1]}
        rounds = -(-len(suppressed) // _CONCURRENCY)
        return self._request(protocol.RUN_VARIANTS, params, limits.seconds * rounds + _GRACE_SECONDS)

    def _request(self, request: Request[Params, Result], params: Params, timeout: float) -> Result:
        try:
            return self.process.request(request, params, timeout)
        except PlannerFull:
            raise PlannerFull(
                f"The test needs more memory than the test bench has ({self.process.heap_mb} MiB): give it"
                " fewer rows, or tap fewer nodes."
            ) from None

    def _touch_lru(self, key: str) -> AnalyzeResult:
        """An entry of the cache, now the one used last; the least recently used ones go beyond its size."""
        self._analyses.move_to_end(key)
        while len(self._analyses) > _CACHE_SIZE:
            self._analyses.popitem(last=False)
        return self._analyses[key]


def _build_params(
    script: Script,
    plan: Path | Sequence[str],
    cluster: str,
    user_code: UserCode,
    limits: Limits,
    name: str,
) -> RunParams:
    return {
        "script": script.to_dict(),
        "plan": {"path": str(plan)} if isinstance(plan, Path) else {"lines": list(plan)},
        "cluster": {"url": cluster},
        **user_code.params(),
        "limits": limits.params(),
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
