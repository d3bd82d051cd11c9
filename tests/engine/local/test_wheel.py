"""The wheel alone runs the control plane: outside of the checkout, on services named by variables."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest

from penstock.local.ports import find_free_port
from penstock.local.producer import ensure_topic
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from tests.engine.local.wheel import PASSWORD, ROOT, Wheel, create_database, find_open_files, install_wheel
from tests.polling import wait

COLUMNS = [{"name": "city", "type": "STRING"}, {"name": "amount", "type": "DECIMAL(10, 2)"}]
NODES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("n1", "kafka-source", "orders", {"datasource": "kafka", "topic": "wheel"}),
    ("n2", "sql", "large", {"sql": "SELECT city, amount FROM orders WHERE amount > 10"}),
    ("n3", "print-sink", "out", {}),
]
GRAPH = {
    "version": 1,
    "settings": {"time": "processing"},
    "nodes": [
        {"id": key, "kind": kind, "name": name, "params": params, "position": {"x": 0, "y": 0}}
        for key, kind, name, params in NODES
    ],
    "edges": [{"source": "n1", "target": "n2"}, {"source": "n2", "target": "n3"}],
    "notes": [],
}


@pytest.fixture(scope="module")
def stack(running: Running) -> Stack:
    return running("postgres", "redis", "kafka", "flink-test")


@pytest.fixture(scope="module")
def wheel(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Wheel:
    folder = tmp_path_factory.mktemp("wheel")
    wheel = install_wheel(folder)
    home, port = folder / "home", find_free_port()
    wheel.install_engine("1.20", home)
    names = ("SECRET_KEY", "VAULT_KEYS", "ALLOW_LOOPBACK", "FLINK_TEST_URL", "FLINK_PRODUCTION_URL")
    wheel.env |= {f"PENSTOCK_{name}": stack.env[f"PENSTOCK_{name}"] for name in names}
    wheel.env |= {
        "PENSTOCK_HOME": str(home),
        "PENSTOCK_DATABASE_URL": create_database(stack, "wheel"),
        "PENSTOCK_REDIS_URL": stack.env["PENSTOCK_REDIS_URL"].removesuffix("/0") + "/1",
        "PENSTOCK_ALLOWED_HOSTS": "127.0.0.1",
        "PENSTOCK_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
    return wheel


class Api:
    """The API as a browser session."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60, trust_env=False)

    def call(self, method: str, path: str, body: Any) -> Any:
        """The JSON answer of a successful request."""
        headers = {"x-csrftoken": self.http.cookies["csrftoken"]}
        answer = self.http.request(method, f"/api/{path}", json=body, headers=headers)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json() if answer.content else None


@pytest.fixture
def children(wheel: Wheel) -> Iterator[dict[str, Any]]:
    """Every process of the control plane, ready."""
    wheel.run("migrate")
    wheel.run("create-admin", "Acme", "ada", PENSTOCK_ADMIN_PASSWORD=PASSWORD)
    port = wheel.env["PENSTOCK_PUBLIC_URL"].rpartition(":")[2]
    commands = {
        "web": ["web", "--port", port],
        "worker": ["worker"],
        "planner": ["planner"],
        "beat": ["beat"],
    }
    with ExitStack() as stack:
        found = {name: stack.enter_context(wheel.started(name, *line)) for name, line in commands.items()}
        wait("the server", lambda: responds(wheel), 90)
        for name in ("worker", "planner"):
            wait(name, lambda name=name: " ready." in found[name].output(), 60)
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
    assert wheel.find_opened_checkout_files() == set()


@pytest.mark.usefixtures("no_leftovers")
def test_the_processes_of_the_wheel_serve_check_and_observe(
    wheel: Wheel, stack: Stack, children: dict[str, Any]
) -> None:
    api = Api(wheel.env["PENSTOCK_PUBLIC_URL"])
    page = api.http.get("/")
    assert page.is_success
    asset = next(
        part for part in page.text.split('"') if part.startswith("/assets/") and part.endswith(".js")
    )
    assert "immutable" in api.http.get(asset).raise_for_status().headers["cache-control"]
    assert (
        api.call("POST", "session/", {"username": "ada", "password": PASSWORD})["user"]["username"] == "ada"
    )

    report = check_graph(api, stack)
    assert report["problems"] == []
    assert report["ok"] is True
    wait("beat and worker", lambda: "instances.observe" in children["worker"].output(), 30)

    assert wheel.find_opened_checkout_files() == set()
    inside = {path for path in find_open_files(list(children.values())) if path.startswith(f"{ROOT}/")}
    assert inside == set()


def check_graph(api: Api, stack: Stack) -> Any:
    """The planner's report on the draft of a new job."""
    ensure_topic(stack.address("kafka"), "wheel", 1)
    project = api.call("POST", "projects/", {"name": "Wheel"})["id"]
    config = {"bootstrap_servers": stack.address("kafka"), "security_protocol": "PLAINTEXT"}
    source = {"name": "kafka", "kind": "kafka", "config": config}
    kafka = api.call("POST", f"projects/{project}/datasources/", source)["id"]
    table = {"datasource": kafka, "name": "wheel", "columns": COLUMNS, "format": "json"}
    api.call("POST", f"projects/{project}/tables/", table)
    job = api.call("POST", f"projects/{project}/jobs/", {"name": "Large orders"})
    api.call("POST", f"jobs/{job['id']}/lock/", {})
    api.call("PUT", f"jobs/{job['id']}/draft/", {"graph": GRAPH, "revision": job["draft"]["revision"]})
    return wait("the planner", lambda: try_check(api, job["id"]), 240)


def try_check(api: Api, job: str) -> Any:
    """The report, or None while the planner is starting."""
    headers = {"x-csrftoken": api.http.cookies["csrftoken"]}
    answer = api.http.post(f"/api/jobs/{job}/check/", json={}, headers=headers)
    assert answer.status_code in {200, 503}, answer.text[:2000]
    return answer.json() if answer.status_code == 200 else None
