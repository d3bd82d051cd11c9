"""The engine layer: the whole control plane as processes, on real Flink and Kafka."""

import pytest

from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """Everything but the production cluster."""
    return running("postgres", "redis", "kafka", "flink-test", "web", "worker", "planner", "beat")
