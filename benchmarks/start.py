"""Click to RUNNING through Penstock, against a bare `POST /jars/run` of the very same jar and arguments."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from penstock.flink.rest import Cluster
from penstock.local.stack import Stack
from tests.engine.shop import Shop
from tests.polling import wait

SERVICES = ("postgres", "redis", "kafka", "flink-test", "web", "worker", "planner", "beat")
#: Seconds between two looks at the cluster; both sides are looked at in the same way.
_LOOK = 0.02
_ARGUMENTS = """
import json
from apps.instances.models import Operation
from apps.instances.services.submission import prepare_submission
operation = Operation.objects.filter(instance={instance!r}, kind="start").first()
submission = prepare_submission(operation)
print(json.dumps({{"sha256": submission.bundle.sha256, "body": submission.body()}}))
"""


@dataclass
class Times:
    """Seconds of each round: from the request to RUNNING, as Flink and as our API report it."""

    bare: list[float] = field(default_factory=list)
    penstock: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)

    @property
    def own_share(self) -> list[float]:
        """What Penstock adds, pair by pair."""
        return [ours - bare for ours, bare in zip(self.penstock, self.bare, strict=True)]

    @property
    def ratio(self) -> list[float]:
        """Penstock's time as a multiple of the bare one, pair by pair."""
        return [ours / bare for ours, bare in zip(self.penstock, self.bare, strict=True)]


def measure(shop: Shop, pairs: int = 7) -> Times:
    """Both sides in turn, each first in every other pair; one round of each before, to warm up."""
    times = Times()
    job = shop.job(f"Start benchmark {uuid.uuid4().hex[:6]}")
    first = shop.start(job)["id"]
    shop.until(first, "running")
    jar, body = _bare(shop, first)
    shop.stop(first)
    _run_bare(shop.cluster, jar, body)
    for number in range(pairs):
        sides: list[Callable[[], None]] = [
            lambda: times.bare.append(_run_bare(shop.cluster, jar, body)),
            lambda: _run_ours(shop, job, times),
        ]
        for side in sides if number % 2 else reversed(sides):
            side()
    return times


def _bare(shop: Shop, instance: str) -> tuple[str, dict[str, Any]]:
    """The uploaded jar's id, and the body that Penstock sent for an instance."""
    output = shop.stack.manage("shell", "-v", "0", "-c", _ARGUMENTS.format(instance=instance))
    submission = json.loads(output.strip().splitlines()[-1])
    files = shop.cluster.http.get("/jars")["files"]
    jar = next(file["id"] for file in files if file["name"] == f"{submission['sha256']}.jar")
    return jar, submission["body"]


def _run_bare(cluster: Cluster, jar: str, body: dict[str, Any]) -> float:
    job = uuid.uuid4().hex
    started_at = time.perf_counter()
    cluster.http.post(f"/jars/{jar}/run", {**body, "jobId": job}, timeout=120)
    took = _until_running(cluster, job) - started_at
    cluster.cancel(job)
    _until_free(cluster)
    return took


def _run_ours(shop: Shop, job: str, times: Times) -> None:
    started_at = time.perf_counter()
    found = shop.start(job)
    times.penstock.append(_until_running(shop.cluster, found["flink_job_id"]) - started_at)
    while shop.instance(found["id"])["observed"] != "running":
        time.sleep(_LOOK)
    times.shown.append(time.perf_counter() - started_at)
    shop.stop(found["id"])
    _until_free(shop.cluster)


def _until_running(cluster: Cluster, job: str) -> float:
    while True:
        found = cluster.jobs().get(job)
        if found is not None and found.state == "RUNNING" and found.all_running:
            return time.perf_counter()
        if found is not None and found.terminal:
            raise AssertionError(f"the job that is measured ended: {found.state}")
        time.sleep(_LOOK)


def _until_free(cluster: Cluster) -> None:
    def free() -> bool:
        overview = cluster.overview()
        return overview.slots_free == overview.slots_total

    wait("all slots free", free, 60, pause=0.05)


def rows(pairs: int = 7) -> list[dict[str, str]]:
    """One row a measure: `measure`, `median`, `spread` (lowest to highest) and `goal`, as text."""
    with _stack() as stack:
        times = measure(Shop(stack).furnish(), pairs)
    return [
        _row("start, bare POST /jars/run to RUNNING", times.bare),
        _row("start, click to RUNNING", times.penstock),
        _row("start, Penstock's own share", times.own_share, "<= 0.5 s"),
        _row("start, click to RUNNING, times the bare", times.ratio, "<= 1.3", ""),
        _row("start, click to RUNNING on the page", times.shown),
    ]


@contextmanager
def _stack() -> Iterator[Stack]:
    with (
        tempfile.TemporaryDirectory(prefix="penstock-benchmark-", ignore_cleanup_errors=True) as data,
        Stack(None, Path(data), SERVICES) as stack,
    ):
        yield stack


def _row(measure: str, values: list[float], goal: str = "", unit: str = " s") -> dict[str, str]:
    median = f"{statistics.median(values):.2f}{unit}"
    return {
        "measure": measure,
        "median": median,
        "spread": f"{min(values):.2f} to {max(values):.2f}{unit}",
        "goal": goal,
    }


if __name__ == "__main__":
    for row in rows():
        print("{measure:45} {median:>8}  ({spread})  {goal}".format(**row))
