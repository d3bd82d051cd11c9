"""A project of its own, a job ready to start, and a stack that is whole again after each test."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from penstock.local.stack import Stack
from tests.engine.faults.proxy import Proxy
from tests.engine.shop import Shop


@pytest.fixture(scope="session")
def furnished(stack: Stack) -> Shop:
    """A tenant with data sources and tables."""
    stack.add(("producer",))
    return Shop(stack).furnish()


@pytest.fixture
def shop(furnished: Shop) -> Iterator[Shop]:
    """The tenant; whatever a test left running is cancelled, whatever it killed is started."""
    yield furnished
    stack = furnished.stack
    if stack.config.env_extra.pop("PENSTOCK_FAIL", None) or stack.process("worker").exit_code is not None:
        stack.restart("worker")
    for job in furnished.cluster.jobs().values():
        if not job.terminal:
            furnished.cluster.cancel(job.id)


@pytest.fixture
def job(shop: Shop, request: pytest.FixtureRequest) -> str:
    """A job with version 1, named after the test."""
    return shop.job(request.node.name)


@pytest.fixture
def failing(shop: Shop) -> Callable[[str], None]:
    """Restart the worker so that it fails at a place; "" makes it work again."""

    def fail(place: str) -> None:
        if place:
            shop.stack.config.env_extra["PENSTOCK_FAIL"] = place  # type: ignore[index]
        else:
            shop.stack.config.env_extra.pop("PENSTOCK_FAIL", None)  # type: ignore[attr-defined]
        shop.stack.restart("worker")

    return fail


@pytest.fixture
def proxy(shop: Shop) -> Iterator[Proxy]:
    """The test cluster behind a proxy, for this project."""
    target = shop.stack.address("flink-test")
    with Proxy(target) as proxy:
        _point(shop, proxy.url)
        assert httpx.get(f"{proxy.url}/overview", timeout=10).status_code == 200
        yield proxy
        _point(shop, f"http://{target}")


def _point(shop: Shop, url: str) -> None:
    code = (
        "from apps.environments.models import Environment;"
        f"assert Environment.objects.filter(project='{shop.project}', name='test').update(url='{url}')"
    )
    shop.stack.manage("shell", "-v", "0", "-c", code)
