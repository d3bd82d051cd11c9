"""The wheel alone runs the control plane: outside of the checkout, on services named by variables."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from penstock.local.ports import find_free_port
from penstock.local.process import ChildProcess
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from tests.engine.local.wheel import (
    PASSWORD,
    ROOT,
    Wheel,
    create_database,
    find_open_files,
    install_wheel,
    interrupt_installation,
)
from tests.engine.local.wheel_api import Api
from tests.polling import wait

pytestmark = pytest.mark.timeout(600)

COMMANDS = {
    "web": ["web"],
    "worker": ["worker"],
    "bench": ["worker", "--queue", "bench"],
    "planner": ["planner"],
    "beat": ["beat"],
}


@pytest.fixture(scope="module")
def wheel(running: Running, tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    """The wheel, its engine and its database with an administrator; the servers start meanwhile."""
    folder = tmp_path_factory.mktemp("wheel")
    home = folder / "home"
    with ThreadPoolExecutor() as pool:
        starting = pool.submit(running, "postgres", "redis", "kafka", "flink-test")
        wheel = install_wheel(folder)
        interrupt_installation("1.20", home)
        installing = pool.submit(wheel.install_engine, "1.20", home)
        configure(wheel, starting.result(), home)
        wheel.run("migrate")
        wheel.run("create-admin", "Acme", "ada", PENSTOCK_ADMIN_PASSWORD=PASSWORD)
        assert "Fetching 2 of " in installing.result()
    return wheel


def configure(wheel: Wheel, stack: Stack, home: Path) -> None:
    """Name the services by variables."""
    names = ("SECRET_KEY", "VAULT_KEYS", "ALLOW_LOOPBACK", "FLINK_TEST_URL", "FLINK_PRODUCTION_URL")
    wheel.env |= {f"PENSTOCK_{name}": stack.env[f"PENSTOCK_{name}"] for name in names}
    wheel.env |= {
        "PENSTOCK_HOME": str(home),
        "PENSTOCK_DATABASE_URL": create_database(stack, "wheel"),
        "PENSTOCK_REDIS_URL": stack.env["PENSTOCK_REDIS_URL"].removesuffix("/0") + "/1",
        "PENSTOCK_ALLOWED_HOSTS": "127.0.0.1",
        "PENSTOCK_PUBLIC_URL": f"http://127.0.0.1:{find_free_port()}",
        "PENSTOCK_BENCH_PROCESSES": "1",
    }


@pytest.fixture
def children(wheel: Wheel) -> Iterator[dict[str, ChildProcess]]:
    """Every process of the control plane, ready."""
    port = wheel.env["PENSTOCK_PUBLIC_URL"].rpartition(":")[2]
    with ExitStack() as stack:
        found = {
            name: stack.enter_context(
                wheel.started(name, *line, *(["--port", port] if name == "web" else []))
            )
            for name, line in COMMANDS.items()
        }
        wait("the server", lambda: responds(wheel), 120)
        for name in ("worker", "bench", "planner"):
            wait(name, lambda name=name: " ready." in found[name].output(), 120)
        yield found


def responds(wheel: Wheel) -> bool:
    """Whether the server is up."""
    try:
        return httpx.get(f"{wheel.env['PENSTOCK_PUBLIC_URL']}/healthz", timeout=2, trust_env=False).is_success
    except httpx.HTTPError:
        return False


def test_the_wheel_is_complete_without_the_checkout(wheel: Wheel) -> None:
    assert wheel.run("settings") == (ROOT / "docs" / "settings.md").read_text()
    graph = str(wheel.folder / "venv/lib/python3.11/site-packages/penstock/examples/filter-to-print.json")
    assert "print" in wheel.run("compile", graph)
    assert "already; the password stays" in wheel.run("create-admin", "Acme", "ada")
    assert wheel.find_opened_checkout_files() == set()


@pytest.mark.usefixtures("no_leftovers")
def test_the_processes_of_the_wheel_serve_check_test_and_run(
    wheel: Wheel, running: Running, children: dict[str, ChildProcess]
) -> None:
    api = Api(wheel.env["PENSTOCK_PUBLIC_URL"])
    page = api.http.get("/")
    assert page.is_success
    asset = next(
        part for part in page.text.split('"') if part.startswith("/assets/") and part.endswith(".js")
    )
    assert "immutable" in api.http.get(asset).raise_for_status().headers["cache-control"]
    assert api.sign_in("ada", PASSWORD)["user"]["username"] == "ada"

    job = api.create_job(running("kafka").address("kafka"))
    run = api.start_test(job)
    report = api.check(job)
    assert (report["problems"], report["ok"]) == ([], True)
    version = api.call("POST", f"jobs/{job}/versions/", {"comment": "first"})["number"]
    instance = api.call("POST", f"jobs/{job}/instances/", {"version": version, "environment": "test"})["id"]
    api.wait_for_state(instance, "running")
    (bundle,) = (wheel.folder / "home" / "data" / "bundles").glob("*.jar")
    assert bundle.stat().st_size > 0
    verdict = api.wait_for_verdict(run)
    assert verdict["state"] == "passed", verdict
    api.call("POST", f"instances/{instance}/stop/", {"savepoint": False})
    api.wait_for_state(instance, "stopped")
    assert "instances.observe" in children["worker"].output()
    # Its warm-up runs jobs on the cluster, which other tests share: let them end.
    wait("the bench is warm", lambda: "test client warm" in children["bench"].output(), 120)

    assert wheel.find_opened_checkout_files() == set()
    inside = {path for path in find_open_files(list(children.values())) if path.startswith(f"{ROOT}/")}
    assert inside == set()
