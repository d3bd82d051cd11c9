"""Fixtures for every layer. The shared stack comes from the plugin `penstock.local.pytest_plugin`."""

import os
from collections.abc import Iterator

import psutil
import pytest
from hypothesis import HealthCheck, Phase, settings

# How long an example takes says more about the machine's load than about the code.
# In CI the same tree gets the same verdict; everywhere else each run looks at new examples.
settings.register_profile(
    "suite",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
# Where an example costs seconds (a planner, a cluster), making a failure smaller would take minutes.
settings.register_profile(
    "costly",
    settings.get_profile("suite"),
    phases=(Phase.explicit, Phase.generate),
    max_examples=10,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("suite")


@pytest.fixture
def no_leftovers() -> Iterator[None]:
    """Fails the test when a process that it started still runs at its end."""
    own = psutil.Process()
    before = {child.pid for child in own.children(recursive=True)}
    yield
    left = [child for child in own.children(recursive=True) if child.pid not in before]
    _, alive = psutil.wait_procs(left, timeout=5)
    assert not alive, f"left running: {[' '.join(child.cmdline()[:4]) for child in alive]}"
