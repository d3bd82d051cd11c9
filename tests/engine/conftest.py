"""The engine layer: the whole control plane as processes, on real Flink and Kafka."""

from collections.abc import Iterator

import pytest

from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from penstock.planner.client import Planner, PlannerProcess
from tests.engine.job_watch import JobWatch


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """Everything but the production cluster."""
    return running("postgres", "redis", "kafka", "flink-test", "web", "worker", "planner", "beat")


@pytest.fixture(scope="session")
def planner() -> Iterator[Planner]:
    """One warm planner, without a stack, for all tests that only plan."""
    with PlannerProcess(Engine(DEFAULT_VERSION)) as process:
        yield Planner(process)


@pytest.fixture(scope="module", autouse=True)
def job_watch(running: Running) -> Iterator[JobWatch]:
    """Fails at the module's end when a job of one of its tests is left: all modules share the cluster."""
    watch = JobWatch(running())
    yield watch
    assert watch.cancel_left() == []


@pytest.fixture(autouse=True)
def _note_jobs(job_watch: JobWatch, request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    job_watch.note(request.node.nodeid)
