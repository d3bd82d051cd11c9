"""Runs of one test setup without some of its rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from penstock.compiler.script import Script
from penstock.planner.protocol import VariantResult
from penstock.testbench.client import TestClient
from penstock.testbench.model import Limits, UserCode
from penstock.testbench.setup import TestSetup


@dataclass
class Reruns:
    """Runs `script`, which is that of the setup or one with probes beside it; `count` is how often so far."""

    client: TestClient
    setup: TestSetup
    script: Script
    cluster: str
    limits: Limits
    user_code: UserCode
    count: int = 0

    def run_without(
        self, suppressed: Sequence[Iterable[int]], only: tuple[str, int] | None = None
    ) -> list[VariantResult]:
        """The results of one run for each set of suppressed lines, see `TestClient.run_variants`."""
        self.count += len(suppressed)
        return self.client.run_variants(
            self.script,
            self.setup.plan,
            self.cluster,
            suppressed,
            only=only,
            user_code=self.user_code,
            limits=self.limits,
            name="Unit test, trace",
        )
