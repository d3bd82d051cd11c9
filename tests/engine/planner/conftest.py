"""One warm planner for all tests of this folder."""

from collections.abc import Iterator

import pytest

from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.planner.client import Planner, PlannerProcess


@pytest.fixture(scope="session")
def planner() -> Iterator[Planner]:
    with PlannerProcess(Engine(DEFAULT_VERSION)) as process:
        yield Planner(process)
