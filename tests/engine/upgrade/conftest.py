"""The current code on the data folder of an earlier version, with the test run's Kafka and Flink."""

import base64
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from penstock.local.producer import ensure_topic
from penstock.local.programs import Installation
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from tests.engine.upgrade import folder
from tests.polling import wait

TOPICS = {"orders": 2, "orders_per_city": 1, "large_orders": 1}
WAREHOUSE = """
    CREATE TABLE orders_per_city (
        window_start timestamp(3), city text, orders bigint, amount numeric(38, 2),
        PRIMARY KEY (window_start, city)
    )
"""


class OldDeployment:
    """The current control plane on the old data folder, and its API as `dev`."""

    def __init__(self, stack: Stack, shared: Stack) -> None:
        self.stack, self.flink = stack, httpx.Client(base_url=shared.url("flink-test"), timeout=150)
        self.values = {
            "data": str(stack.config.data),
            "kafka": shared.address("kafka"),
            "flink-test": shared.address("flink-test"),
            "flink-production": shared.address("flink-production"),
            "postgres": stack.address("postgres"),
            "postgres-port": stack.address("postgres").rpartition(":")[2],
        }
        self.facts = folder.read_facts(self.values)
        self.project: str = self.facts["project"]
        self.jobs: dict[str, str] = self.facts["jobs"]
        self.http = self.make_client("dev")

    def make_client(self, user: str) -> httpx.Client:
        """The API with the token that the user made in the old version."""
        return httpx.Client(
            base_url=f"{self.stack.url('web')}/api/",
            headers={"authorization": f"Bearer {self.facts['tokens'][user]}"},
            timeout=60,
            trust_env=False,
        )

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON answer; repeated while the planner is still starting."""

        def ask() -> httpx.Response | None:
            answer = self.http.request(method, path, json=body)
            return answer if answer.status_code != 503 else None

        answer = wait(f"{method} {path} is served", ask, 120)
        assert answer.status_code < 400, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json()

    def get(self, path: str) -> Any:
        """GET."""
        return self.call("GET", path)

    def post(self, path: str, body: Any = None) -> Any:
        """POST."""
        return self.call("POST", path, body if body is not None else {})

    # -- preparation, before the control plane starts

    def load_database(self) -> None:
        """Load the dump, schema and rows, into the empty database."""
        psql = Installation.default().postgres_bin / "psql"
        subprocess.run(
            [str(psql), "-q", "-v", "ON_ERROR_STOP=1", self.stack.env["PENSTOCK_DATABASE_URL"]],
            input=folder.read_text("database.sql.gz", self.values),
            stdout=subprocess.DEVNULL,
            text=True,
            timeout=120,
            check=True,
        )
        with psycopg.connect(self.stack.env["PENSTOCK_DEMO_WAREHOUSE"], autocommit=True) as connection:
            connection.execute(WAREHOUSE)
        for topic, partitions in TOPICS.items():
            ensure_topic(self.values["kafka"], topic, partitions)

    def restore_bundles(self) -> None:
        """Rebuild the bundles that the fixture has."""
        home = Installation.default().home
        for bundle in (folder.FIXTURE / "bundles").glob("*.zip"):
            folder.rebuild_bundle(
                bundle.stem, home / "jars" / "flink-1.20", Path(self.stack.env["PENSTOCK_BUNDLES"])
            )

    def start_old_job(self) -> None:
        """Submit the running job to Flink as the old version did: its id, its bundle, its arguments."""
        jar = Path(self.stack.env["PENSTOCK_BUNDLES"]) / f"{self.facts['bundle']}.jar"
        with jar.open("rb") as file:
            sent = self.flink.post("/jars/upload", files={"jarfile": (jar.name, file)})
        sent.raise_for_status()
        submission = self.facts["submission"]
        arguments = [
            part if isinstance(part, str) else base64.b64encode(json.dumps(part).encode()).decode()
            for part in submission["programArgsList"]
        ]
        body = {**submission, "programArgsList": arguments}
        started = self.flink.post(f"/jars/{Path(sent.json()['filename']).name}/run", json=body)
        assert started.status_code == 200, started.text[:2000]
        wait(
            "the old job runs", lambda: self.list_flink_jobs()[submission["jobId"]]["state"] == "RUNNING", 120
        )

    # -- the cluster and its jobs

    def list_flink_jobs(self) -> dict[str, dict[str, Any]]:
        """Every job that the cluster knows, by its id."""
        return {job["jid"]: job for job in self.flink.get("/jobs/overview").json()["jobs"]}

    def find_live_jobs(self, name: str) -> list[str]:
        """Ids of all jobs of this name on the cluster that have not ended."""
        ended = {"FAILED", "CANCELED", "FINISHED"}
        return [
            job["jid"]
            for job in self.list_flink_jobs().values()
            if job["name"] == name and job["state"] not in ended
        ]

    def wait_for_state(self, instance: str, *states: str, seconds: float = 240) -> dict[str, Any]:
        """Wait until the instance is observed in one of these states."""

        def look() -> dict[str, Any] | None:
            found: dict[str, Any] = self.get(f"instances/{instance}/")
            if found["observed"] == "failed" and "failed" not in states:
                raise AssertionError(found["error"])
            return found if found["observed"] in states else None

        return wait(f"{instance} is {' or '.join(states)}", look, seconds, 0.2)

    def stop(self, instance: str) -> None:
        """Stop it, without a savepoint."""
        self.post(f"instances/{instance}/stop/", {"savepoint": False})
        self.wait_for_state(instance, "stopped")


@pytest.fixture(scope="module")
def old(running: Running) -> Iterator[OldDeployment]:
    """Everything started on the old folder: its database migrated, its running job on the cluster."""
    shared = running("kafka", "flink-test")
    data = Path(tempfile.mkdtemp(prefix="penstock-old-"))
    folder.unpack(data)
    env = {
        "PENSTOCK_DEMO_KAFKA": shared.address("kafka"),
        "PENSTOCK_FLINK_TEST_URL": shared.url("flink-test"),
        "PENSTOCK_FLINK_PRODUCTION_URL": shared.url("flink-production"),
        "PENSTOCK_BENCH_PROCESSES": "1",  # enough here, and half the memory
    }
    try:
        with Stack(None, data, ("postgres", "redis"), env_extra=env) as stack:
            opened = OldDeployment(stack, shared)
            opened.load_database()
            opened.restore_bundles()
            opened.start_old_job()
            before = set(opened.list_flink_jobs())
            try:
                stack.add(("web", "worker", "planner", "bench", "beat"))
                yield opened
            finally:
                # The cluster is shared with other tests.
                mine = (set(opened.list_flink_jobs()) - before) | {opened.facts["submission"]["jobId"]}
                for job in mine:
                    opened.flink.patch(f"/jobs/{job}", params={"mode": "cancel"})
    finally:
        shutil.rmtree(data, ignore_errors=True)
