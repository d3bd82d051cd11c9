"""The project that the engine tests work in: everything in it is made through the API, by a token."""

import json
import uuid
from hashlib import blake2b
from typing import Any

import httpx
import psycopg

from penstock.flink.rest import Cluster
from penstock.local.producer import ensure_topic
from penstock.local.stack import Stack
from tests.polling import wait

SEED = """
import json
from apps.accounts.models import User
from apps.accounts.services import token_create
from apps.projects.models import Tenant
from apps.projects.services import member_add, project_create
name = {name!r}
tenant = Tenant.objects.create(name=name)
admin = User.objects.create_user(name + "-admin", None, tenant=tenant, tenant_roles=["tenant-admin"])
dev = User.objects.create_user(name + "-dev", None, tenant=tenant)
project = project_create(actor=admin, name="Shop")
member_add(actor=admin, project=project, username=dev.username, roles=["developer", "project-data-admin"])
token = token_create(actor=dev, name="test").secret
print(json.dumps({{"project": str(project.pk), "token": token}}))
"""

ORDERS = [
    {"name": "order_id", "type": "STRING"},
    {"name": "customer", "type": "STRING"},
    {"name": "city", "type": "STRING"},
    {"name": "amount", "type": "DECIMAL(10, 2)"},
    {"name": "currency", "type": "STRING"},
    {"name": "order_time", "type": "TIMESTAMP(3)"},
]
PER_CITY = [
    {"name": "window_start", "type": "TIMESTAMP(3)"},
    {"name": "city", "type": "STRING"},
    {"name": "orders", "type": "BIGINT"},
    {"name": "amount", "type": "DECIMAL(38, 2)"},
]
SQL = """SELECT window_start, city, COUNT(*) AS orders, SUM(amount) AS amount
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_time), INTERVAL '1' SECOND))
GROUP BY window_start, window_end, city"""


class Shop:
    """A tenant of its own in a running stack, and the API by its developer's token."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.name = f"t{uuid.uuid4().hex[:8]}"
        output = stack.manage("shell", "-v", "0", "-c", SEED.format(name=self.name))
        seeded = json.loads(output.strip().splitlines()[-1])
        self.project: str = seeded["project"]
        self.token: str = seeded["token"]
        self.http = httpx.Client(
            base_url=f"{stack.url('web')}/api/",
            headers={"authorization": f"Bearer {self.token}"},
            timeout=30,
            trust_env=False,
        )
        self.cluster = Cluster(stack.url("flink-test"))
        self.topic = f"per_city_{self.name}"
        self.table = f"per_city_{self.name}"

    # -- the API

    def call(self, method: str, path: str, body: Any = None, expect: int | None = None) -> Any:
        """The JSON answer; fails on an unexpected status."""
        answer = self.http.request(method, path, json=body)
        good = answer.status_code == expect if expect else answer.status_code < 400
        assert good, f"{method} {path}: {answer.status_code} {answer.text[:2000]}"
        return answer.json() if answer.content else None

    def get(self, path: str) -> Any:
        """GET."""
        return self.call("GET", path)

    def post(self, path: str, body: Any = None, expect: int | None = None) -> Any:
        """POST."""
        return self.call("POST", path, body if body is not None else {}, expect)

    # -- what a project needs

    def furnish(self) -> "Shop":
        """Data sources, tables, topics: as a person would by the pages."""
        kafka, warehouse = self._stores()
        ensure_topic(self.stack.address("kafka"), "orders")
        ensure_topic(self.stack.address("kafka"), self.topic, 1)
        with psycopg.connect(self.stack.env["PENSTOCK_DEMO_WAREHOUSE"], autocommit=True) as connection:
            connection.execute(
                f"CREATE TABLE {self.table} (window_start timestamp(3), city text, orders bigint,"
                " amount numeric(38, 2), PRIMARY KEY (window_start, city))"
            )
        self._tables(kafka, warehouse)
        return self

    def _tables(self, kafka: str, warehouse: str) -> None:
        base = f"projects/{self.project}"
        shared = {"columns": ORDERS, "event_time": "order_time", "format": "json"}
        self.post(f"{base}/tables/", {"datasource": kafka, "name": "orders", **shared})
        self.post(
            f"{base}/tables/",
            {"datasource": kafka, "name": self.topic, "columns": PER_CITY, "format": "json"},
        )
        key = ["window_start", "city"]
        self.post(
            f"{base}/tables/", {"datasource": warehouse, "name": self.table, "columns": PER_CITY, "key": key}
        )

    def _stores(self) -> tuple[str, str]:
        url = httpx.URL(self.stack.env["PENSTOCK_DEMO_WAREHOUSE"])
        kafka = {"bootstrap_servers": self.stack.address("kafka"), "security_protocol": "PLAINTEXT"}
        database = {
            "host": url.host,
            "port": url.port,
            "database": url.path.strip("/"),
            "username": url.username,
        }
        made = []
        for body in (
            {"name": "shop-kafka", "kind": "kafka", "config": kafka},
            {
                "name": "warehouse",
                "kind": "postgresql",
                "config": database,
                "secrets": {"password": url.password},
            },
        ):
            made.append(self.post(f"projects/{self.project}/datasources/", body)["id"])
        return made[0], made[1]

    def graph(self, sql: str = SQL, **settings: Any) -> dict[str, Any]:
        """Kafka source → SQL → Kafka topic and PostgreSQL table."""
        source = {"datasource": "shop-kafka", "topic": "orders", "start": "latest", "idle_timeout_ms": 1000}
        kafka = {"datasource": "shop-kafka", "topic": self.topic}
        table = {"datasource": "warehouse", "table": self.table, "mode": "upsert", "flush_interval_s": 1}
        nodes = [
            ("n1", "kafka-source", "orders", source),
            ("n2", "sql", "per_city", {"sql": sql}),
            ("n3", "kafka-sink", "city_topic", kafka),
            ("n4", "jdbc-sink", "city_table", {**table, "batch_size": 100}),
        ]
        return {
            "version": 1,
            "settings": {"time": "event", "checkpoint_interval_ms": 1000, **settings},
            "nodes": [
                {"id": key, "kind": kind, "name": name, "params": params, "position": {"x": 0, "y": 0}}
                for key, kind, name, params in nodes
            ],
            "edges": [
                {"source": "n1", "target": "n2"},
                {"source": "n2", "target": "n3"},
                {"source": "n2", "target": "n4"},
            ],
            "notes": [],
        }

    def job(self, name: str = "Orders per city", graph: dict[str, Any] | None = None) -> str:
        """A job with a draft and version 1."""
        job = self.post(f"projects/{self.project}/jobs/", {"name": name})["id"]
        self.save(job, graph or self.graph())
        wait("version 1", lambda: self._submitted(job), 240)
        return str(job)

    def _submitted(self, job: str) -> bool:
        """Submit; a planner that is still warming up says 503, and is asked again."""
        answer = self.http.post(f"jobs/{job}/versions/", json={"comment": "first"}, timeout=60)
        assert answer.status_code in {200, 201, 503}, answer.text[:2000]
        return answer.status_code != 503

    def save(self, job: str, graph: dict[str, Any]) -> None:
        """Save the draft, under the lock."""
        self.post(f"jobs/{job}/lock/", {"force": True})
        revision = self.get(f"jobs/{job}/")["draft"]["revision"]
        self.call("PUT", f"jobs/{job}/draft/", {"graph": graph, "revision": revision})

    # -- instances

    def start(self, job: str, version: int = 1, **start: Any) -> dict[str, Any]:
        """Begin a test run."""
        body = {"version": version, "environment": "test", "start": start or {"from": "now"}}
        found: dict[str, Any] = self.post(f"jobs/{job}/instances/", body, 201)
        return found

    def instance(self, instance: str) -> dict[str, Any]:
        """An instance as the page sees it."""
        found: dict[str, Any] = self.get(f"instances/{instance}/")
        return found

    def until(self, instance: str, observed: str, seconds: float = 240.0) -> dict[str, Any]:
        """Wait for a state; fail at once in one that doesn't lead there."""
        seen: list[str] = []

        def look() -> dict[str, Any] | None:
            found = self.instance(instance)
            if not seen or seen[-1] != found["observed"]:
                seen.append(found["observed"])
            if found["observed"] != observed and found["observed"] == "failed":
                raise AssertionError(f"{seen}: {found['error']}")
            return found if found["observed"] == observed else None

        try:
            return wait(f"state {observed}", look, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}; seen {seen}; now {self.instance(instance)}") from None

    def stop(self, instance: str, savepoint: bool = False) -> dict[str, Any]:
        """Stop and wait for it."""
        self.post(f"instances/{instance}/stop/", {"savepoint": savepoint}, 202)
        return self.until(instance, "stopped")

    def jobs_alive(self, instance: str) -> list[str]:
        """Flink jobs of an instance that aren't terminal: I1 says at most one."""
        history = self.get(f"instances/{instance}/history/?page_size=200")["results"]
        attempts = [line for line in history if line["subject"] == "attempt"]
        mine = {job_id(instance, number) for number in range(1, len(attempts) + 2)}
        return [job.id for job in self.cluster.jobs().values() if job.id in mine and not job.terminal]


def job_id(instance: str, attempt: int) -> str:
    """The Flink job id that an attempt gets, by the rule that is promised."""
    return blake2b(f"{instance}:{attempt}".encode(), digest_size=16).hexdigest()
