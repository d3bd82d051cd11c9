"""The API of an installed Penstock, used as a browser does: a job, its unit test, and a run of it."""

import json
from typing import Any

import httpx

from penstock.local.producer import ensure_topic
from tests.polling import wait

COLUMNS = [
    {"name": "city", "type": "STRING"},
    {"name": "amount", "type": "DECIMAL(10, 2)"},
    {"name": "at", "type": "TIMESTAMP(3)"},
]
NODES: list[tuple[str, str, str, dict[str, Any]]] = [
    ("n1", "kafka-source", "orders", {"datasource": "kafka", "topic": "wheel", "start": "latest"}),
    ("n2", "sql", "large", {"sql": "SELECT city, amount FROM orders WHERE amount > 10"}),
    ("n3", "print-sink", "out", {}),
]
GRAPH = {
    "version": 1,
    "settings": {"time": "event"},
    "nodes": [
        {"id": key, "kind": kind, "name": name, "params": params, "position": {"x": 0, "y": 0}}
        for key, kind, name, params in NODES
    ],
    "edges": [{"source": "n1", "target": "n2"}, {"source": "n2", "target": "n3"}],
    "notes": [],
}
ROWS = [
    {"city": "Rome", "amount": "9.50", "at": "2026-01-01 10:00:00"},
    {"city": "Oslo", "amount": "20.00", "at": "2026-01-01 10:00:01"},
]
EXPECTED = {"out": {"rows": [{"city": "Oslo", "amount": "20.00"}]}}
OVER = ("passed", "failed", "finished", "stopped", "error", "cancelled")


class Api:
    """The API as a browser session."""

    def __init__(self, url: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=60, trust_env=False)
        self.project = ""

    def call(self, method: str, path: str, body: Any = None, **form: Any) -> Any:
        """The JSON answer of a successful request; asked again while the planner is starting."""

        def ask() -> httpx.Response | None:
            headers = {"x-csrftoken": self.http.cookies["csrftoken"]}
            sent = form or ({"json": body} if body is not None else {})
            answer = self.http.request(method, f"/api/{path}", headers=headers, **sent)
            return answer if answer.status_code != 503 else None

        answer = wait(f"{path} is served", ask, 240, 0.2)
        assert answer.is_success, f"{path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json() if answer.content else None

    def sign_in(self, username: str, password: str) -> Any:
        """The session of the account."""
        return self.call("POST", "session/", {"username": username, "password": password})

    def create_job(self, kafka: str) -> str:
        """A project with a topic, and a job with a draft that reads it."""
        ensure_topic(kafka, "wheel", 1)
        self.project = self.call("POST", "projects/", {"name": "Wheel"})["id"]
        config = {"bootstrap_servers": kafka, "security_protocol": "PLAINTEXT"}
        source = {"name": "kafka", "kind": "kafka", "config": config}
        datasource = self.call("POST", f"projects/{self.project}/datasources/", source)["id"]
        table = {"datasource": datasource, "name": "wheel", "columns": COLUMNS, "format": "json"}
        self.call("POST", f"projects/{self.project}/tables/", {**table, "event_time": "at"})
        job = self.call("POST", f"projects/{self.project}/jobs/", {"name": "Large orders"})
        self.call("POST", f"jobs/{job['id']}/lock/", {})
        draft = {"graph": GRAPH, "revision": job["draft"]["revision"]}
        self.call("PUT", f"jobs/{job['id']}/draft/", draft)
        return str(job["id"])

    def check(self, job: str) -> Any:
        """The planner's report on the job's draft."""
        return self.call("POST", f"jobs/{job}/check/", {})

    def start_test(self, job: str) -> str:
        """A run of a case of one pack, with what it must put out."""
        lines = "".join(f"{json.dumps(row)}\n" for row in ROWS)
        form = {"name": "Two orders", "columns": json.dumps(COLUMNS), "event_time": "at"}
        upload = {"file": ("orders.jsonl", lines.encode())}
        pack = self.call("POST", f"projects/{self.project}/packs/", data=form, files=upload)["id"]
        definition = {"inputs": {"orders": {"pack": pack}}, "expected": EXPECTED}
        case = self.call("POST", f"jobs/{job}/cases/", {"name": "Large", "definition": definition})["id"]
        return str(self.call("POST", f"cases/{case}/run/", {})["id"])

    def wait_for_verdict(self, run: str) -> dict[str, Any]:
        """The run when it is over."""

        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = self.call("GET", f"runs/{run}/")
            return found if found["state"] in OVER else None

        return wait("the verdict", look, 240, 0.2)

    def wait_for_state(self, instance: str, state: str) -> None:
        """Wait until the instance is observed in a state; fails if the job does."""

        def look() -> bool:
            found = self.call("GET", f"instances/{instance}/")
            assert found["observed"] == state or found["observed"] != "failed", found["error"]
            return bool(found["observed"] == state)

        wait(f"the job is {state}", look, 240, 0.2)
