"""The stores layer: each kind of data source against its real server."""

import pytest

from penstock.local.stack import Stack
from penstock.local.testing import Running


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """PostgreSQL and Kafka."""
    return running("postgres", "kafka")
