"""The warm benches of this process: each runs one test at a time, and none of them has a credential."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue

import structlog
from django.conf import settings

from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION, EngineError
from penstock.planner import warmup_job
from penstock.planner.client import PlannerError, PlannerProcess, PlannerUnavailable
from penstock.testbench.client import TestClient
from penstock.testbench.model import Limits
from penstock.testkit.instrumentation import instrument

log = structlog.get_logger(__name__)
#: Longer than any work that may be ahead, so that only a stuck bench is given up.
PATIENCE = 600.0
_ROUNDS = 4
#: A cluster may come up after its bench.
_CLUSTER_SECONDS = 90.0

_pools: dict[str, "Pool"] = {}
_lock = threading.Lock()


class Pool:
    """The benches of one engine version. The one used last is given first: it is the warmest."""

    def __init__(self, engine: str, size: int) -> None:
        self.benches = [TestClient(PlannerProcess(Engine(engine, settings.HOME))) for _ in range(size)]
        self._free: LifoQueue[TestClient] = LifoQueue()
        for bench in self.benches:
            self._free.put(bench)

    @contextmanager
    def taken(self) -> Iterator[TestClient]:
        """A bench for oneself; raises PlannerUnavailable when none gets free."""
        try:
            bench = self._free.get(timeout=PATIENCE)
        except Empty:
            raise PlannerUnavailable("All benches are busy. Try again in a moment.") from None
        try:
            yield bench
        finally:
            self._free.put(bench)


def pool(engine: str) -> Pool:
    """This process's benches for an engine version; none of them runs before it is used."""
    with _lock:
        if engine not in _pools:
            _pools[engine] = Pool(engine, settings.BENCH_PROCESSES)
        return _pools[engine]


def warm_up() -> None:
    """Run a small job on each bench, so that nobody meets it cold."""
    url, benches = settings.FLINK_URLS["test"], pool(DEFAULT_VERSION)
    for _ in benches.benches:
        threading.Thread(target=_warm, args=(benches, url), name="bench-warm-up", daemon=True).start()


def close() -> None:
    """End the processes."""
    for one in _pools.values():
        for bench in one.benches:
            bench.process.close()


def _warm(benches: Pool, url: str) -> None:
    begun, done = time.monotonic(), 0
    while done < _ROUNDS:
        try:
            # Taken as for a test: who comes meanwhile waits for a bench, and not in vain for its answer.
            with benches.taken() as bench:
                _tiny(bench, url, done)
            done += 1
        except EngineError as error:
            log.warning("bench not warm", reason=str(error))
            return
        except PlannerError as error:
            if not url or time.monotonic() - begun > _CLUSTER_SECONDS:
                log.warning("bench not warm", reason=str(error))
                return
            threading.Event().wait(1.0)
    log.info("bench warm", pid=os.getpid(), seconds=round(time.monotonic() - begun, 1))


def _tiny(bench: TestClient, url: str, number: int) -> None:
    script = instrument(warmup_job.build_script(number))
    if not url:
        bench.analyze(script)
        return
    rows = [
        f'{{"table":"a","row":{{"k":"k{n % 5}","v":{n}.5,"t":"2026-01-01 00:{n // 60:02}:{n % 60:02}.000"}}}}'
        for n in range(200)
    ]
    bench.run(script, rows, url, limits=Limits(seconds=20), name="Warm-up of the bench")
