"""A test cluster and one warm process for all tests of this folder."""

from collections.abc import Iterator

import pytest

from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.local.pytest_plugin import Running
from penstock.planner.client import Planner, PlannerProcess
from penstock.testbench.client import TestClient


@pytest.fixture(scope="session")
def cluster(running: Running) -> str:
    """The REST address of the test cluster; nothing else of the stack is needed."""
    return running("flink-test").url("flink-test")


@pytest.fixture(scope="session")
def client() -> Iterator[TestClient]:
    with PlannerProcess(Engine(DEFAULT_VERSION), sandboxed=False) as process:
        Planner(process).warm_up(rounds=1)
        yield TestClient(process)
