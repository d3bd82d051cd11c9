"""Unit tests of jobs, run on a Flink cluster by the planner's process: it plans warm and submits at once."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from penstock.compiler.script import Script
from penstock.planner.client import PlannerProcess
from penstock.planner.giving_up import Verdicts

# Stopping a test and fetching what it had comes on top of its own time; so does a cold process.
_GRACE_SECONDS = 45.0
_REMEMBERED = 200


@dataclass(frozen=True, slots=True)
class Limits:
    """What a test may take; rows, and bytes of their JSON (at most 8 MiB), are those of all captures."""

    seconds: int = 30
    rows: int = 100_000
    bytes: int = 8 * 2**20


class Bench:
    """Runs tests one after the other. A process of its own: a check should not wait for a test."""

    def __init__(self, process: PlannerProcess) -> None:
        self.process = process
        self._verdicts: OrderedDict[str, Verdicts] = OrderedDict()

    def check(self, script: Script) -> Verdicts:
        """The planner's verdict on each statement of a script, remembered: a suite asks the same often."""
        key = hashlib.sha256(script.to_json().encode()).hexdigest()
        if key not in self._verdicts:
            self._verdicts[key] = self.process.check(script)
        self._verdicts.move_to_end(key)
        while len(self._verdicts) > _REMEMBERED:
            self._verdicts.popitem(last=False)
        return self._verdicts[key]

    def run(
        self,
        script: Script,
        plan: Path | Sequence[str],
        cluster: str,
        *,
        jars: Sequence[Path] = (),
        functions: Mapping[str, str] | None = None,
        limits: Limits | None = None,
        name: str = "Unit test",
    ) -> dict[str, Any]:
        """Run a script of `penstock.bench.script` on the arrival `plan` (its file, or its lines) and wait.

        `cluster` is the REST address. `jars` are on this run's class path only; `functions` names classes in
        them. The script must have passed the check. The answer:

            {"state": "finished"|"stopped"|"failed", "error": sentence|None,
             "outputs": {capture: [{"kind": "+I"|"-U"|"+U"|"-D", "line": 17, "row": {…}}]},
             "counts": {capture: 12},
             "late": [{"line": 4, "operator": …, "id": …, "dropped": 1, "total": 3}],
             "milliseconds": 412, "planning_ms": 60}

        `line` is the plan's line, from 0, that brought a row or a drop about; -1 is the end of all input. A
        run that was stopped at its limits has the rows it had by then; `counts` also counts what no longer
        fitted. Raises PlannerError when the job cannot be planned, a row does
        not fit its table, or the cluster does not answer.
        """
        bounds = limits or Limits()
        params = {
            "script": script.to_dict(),
            "plan": {"path": str(plan)} if isinstance(plan, Path) else {"lines": list(plan)},
            "cluster": {"url": cluster},
            "jars": [str(jar) for jar in jars],
            "functions": dict(functions or {}),
            "limits": asdict(bounds),
            "name": name,
        }
        answer: dict[str, Any] = self.process.request("run", params, bounds.seconds + _GRACE_SECONDS)
        return answer
