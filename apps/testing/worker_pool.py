"""The warm test clients of this process: each runs one test at a time, and none of them has a credential."""

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
#: Longer than any work that may be ahead, so that only a stuck client is given up.
ACQUIRE_SECONDS = 600.0
_ROUNDS = 4
#: A cluster may start after its clients.
_CLUSTER_SECONDS = 90.0

_pools: dict[str, "TestWorkerPool"] = {}
_lock = threading.Lock()


class TestWorkerPool:
    """The test clients of one engine version. The one used last is given first: it is the warmest."""

    def __init__(self, engine: str, size: int) -> None:
        self.clients = [
            TestClient(PlannerProcess(Engine(engine, settings.HOME), sandboxed=False)) for _ in range(size)
        ]
        self._free: LifoQueue[TestClient] = LifoQueue()
        for client in self.clients:
            self._free.put(client)

    @contextmanager
    def acquire(self) -> Iterator[TestClient]:
        """A client that nobody else has as long as the context lasts.

        Raises:
            PlannerUnavailable: None became free in time.
        """
        try:
            client = self._free.get(timeout=ACQUIRE_SECONDS)
        except Empty:
            raise PlannerUnavailable("All test workers are busy. Try again in a moment.") from None
        try:
            yield client
        finally:
            self._free.put(client)


def get_pool(engine: str) -> TestWorkerPool:
    """This process's clients for an engine version; their processes start when they are first used."""
    with _lock:
        if engine not in _pools:
            _pools[engine] = TestWorkerPool(engine, settings.BENCH_PROCESSES)
        return _pools[engine]


def warm_up() -> None:
    """Run a small job with each client, so that no person's test finds it cold."""
    url, pool = settings.FLINK_URLS["test"], get_pool(DEFAULT_VERSION)
    for _ in pool.clients:
        threading.Thread(target=_warm_client, args=(pool, url), name="test-warm-up", daemon=True).start()


def close() -> None:
    """End the processes."""
    for pool in _pools.values():
        for client in pool.clients:
            client.process.close()


def _warm_client(pool: TestWorkerPool, url: str) -> None:
    started_at, done = time.monotonic(), 0
    while done < _ROUNDS:
        try:
            # Acquired as for a test: a test that comes meanwhile waits here, not within its own time.
            with pool.acquire() as client:
                _run_small_job(client, url, done)
            done += 1
        except EngineError as error:
            log.warning("test client not warm", reason=str(error))
            return
        except PlannerError as error:
            if not url or time.monotonic() - started_at > _CLUSTER_SECONDS:
                log.warning("test client not warm", reason=str(error))
                return
            threading.Event().wait(1.0)
    log.info("test client warm", pid=os.getpid(), seconds=round(time.monotonic() - started_at, 1))


def _run_small_job(client: TestClient, url: str, number: int) -> None:
    script = instrument(warmup_job.build_script(number))
    if not url:
        client.analyze(script)
        return
    rows = [
        f'{{"table":"a","row":{{"k":"k{n % 5}","v":{n}.5,"t":"2026-01-01 00:{n // 60:02}:{n % 60:02}.000"}}}}'
        for n in range(200)
    ]
    client.run(script, rows, url, limits=Limits(seconds=20), name="Warm-up")
