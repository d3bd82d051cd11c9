"""pytest plugin: one temporary stack per test run; its services start when a test needs them.

The environment is set before Django reads its settings; the servers behind it come up with the
fixture `running`, so a run of unit tests starts nothing.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest

from penstock.local.stack import Stack

Running = Callable[..., Stack]
#: Servers of a test run end before Java's optimizing compiler has paid off.
_JAVA_OPTIONS = ("-XX:TieredStopAtLevel=1",)
_STACK = pytest.StashKey[Stack]()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """Choose the run's ports and secrets. A wrapper, so that it comes before pytest-django's own hook."""
    stack = Stack(None, Path(tempfile.mkdtemp(prefix="penstock-test-")), (), java_options=_JAVA_OPTIONS)
    os.environ.update(stack.env)
    early_config.stash[_STACK] = stack
    # Not a hook: after a wrong option no hook for the run's end is called.
    atexit.register(_discard, stack)
    return (yield)


def _discard(stack: Stack) -> None:
    """Clean up, also after a run that was interrupted before the teardown of fixtures."""
    stack.stop()
    shutil.rmtree(stack.config.data, ignore_errors=True)


@pytest.fixture(scope="session")
def running(pytestconfig: pytest.Config) -> Iterator[Running]:
    """A function that starts the named services if they aren't running, and returns the run's stack."""
    stack = pytestconfig.stash[_STACK]

    def need(*services: str) -> Stack:
        stack.add(services)
        return stack

    with stack:
        yield need
