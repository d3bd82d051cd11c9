"""The browser layer: the same stack as the demo, seen through a real browser."""

import pytest

from penstock.local.stack import Stack
from penstock.local.testing import Running


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """Everything, with the demo's data in it."""
    stack = running(
        *("postgres", "redis", "kafka", "flink-test", "flink-production"),
        *("web", "worker", "planner", "beat", "producer"),
    )
    stack.manage("seed_demo")
    return stack
