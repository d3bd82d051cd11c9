"""The API layer: Django in this process, on a real PostgreSQL and a real Redis."""

import pytest

from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from tests.api.factories import World, make_world


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """The servers that the API needs."""
    return running("postgres", "redis")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(stack: Stack, django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Bring PostgreSQL up before the first test database is made."""


@pytest.fixture
def world(db: None) -> World:
    """Two tenants with everything in them."""
    return make_world()
