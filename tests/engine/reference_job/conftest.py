"""A furnished project on the running stack."""

import pytest

from penstock.local.stack import Stack
from tests.engine.shop import Shop


@pytest.fixture(scope="module")
def shop(stack: Stack) -> Shop:
    """A tenant of its own, with orders coming in."""
    stack.add(("producer",))
    return Shop(stack).furnish()
