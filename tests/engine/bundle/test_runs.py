"""A bundle runs by REST and by `flink run`, on a cluster that has nothing of ours installed."""

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from confluent_kafka import OFFSET_BEGINNING, Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from penstock import compiler
from penstock.flink.bundle import Bundle, assemble
from penstock.flink.http import HttpRejected
from penstock.flink.installation import Engine, java
from penstock.flink.rest import Cluster, Submission
from penstock.flink.versions import DEFAULT_VERSION
from penstock.graph.document import Graph
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from penstock.operators.bindings import load
from tests.polling import wait

MAIN = "io.penstock.runtime.Main"
ENGINE = Engine(DEFAULT_VERSION)
BINDINGS = {
    "datasources": {"k": {"kind": "kafka"}},
    "tables": {
        "k": {
            "in": {
                "columns": [
                    {"name": "city", "type": "STRING"},
                    {"name": "amount", "type": "DECIMAL(10, 2)"},
                    {"name": "at", "type": "TIMESTAMP(3)"},
                ],
                "event_time": "at",
                "format": "json",
            }
        }
    },
}
SQL = """SELECT window_start, city, SUM(amount) AS total
FROM TABLE(TUMBLE(TABLE `order`, DESCRIPTOR(`at`), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, city -- per minute"""


@dataclass(frozen=True)
class World:
    """A cluster, a broker and two topics with names of their own."""

    stack: Stack
    source: str
    sink: str

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.stack.url("flink-test"))

    def connections(self) -> str:
        document = {"k": {"properties.bootstrap.servers": self.stack.address("kafka")}}
        return base64.b64encode(json.dumps(document).encode()).decode()

    def produce(self, rows: list[dict[str, Any]]) -> None:
        producer = Producer({"bootstrap.servers": self.stack.address("kafka")})
        for row in rows:
            producer.produce(self.source, json.dumps(row).encode())
        assert producer.flush(20) == 0

    def rows(self, count: int) -> list[dict[str, Any]]:
        """The first `count` rows of the sink's topic."""
        broker = {"bootstrap.servers": self.stack.address("kafka"), "group.id": self.sink}
        consumer = Consumer(broker)
        # Assigned, not subscribed: joining a group takes seconds.
        consumer.assign([TopicPartition(self.sink, 0, OFFSET_BEGINNING)])
        found: list[dict[str, Any]] = []
        deadline = time.monotonic() + 60
        while len(found) < count and time.monotonic() < deadline:
            message = consumer.poll(0.5)
            if message is not None and message.error() is None:
                found.append(json.loads(message.value()))
        consumer.close()
        return found


@pytest.fixture
def world(running: Running) -> World:
    stack = running("kafka", "flink-test")
    name = uuid4().hex[:8]
    admin = AdminClient({"bootstrap.servers": stack.address("kafka")})
    topics = [NewTopic(f"{kind}-{name}", 1, 1) for kind in ("in", "out")]
    for made in admin.create_topics(topics).values():
        made.result(20)
    return World(stack, f"in-{name}", f"out-{name}")


@pytest.fixture
def job(world: World) -> Iterator[str]:
    """The id of a job that is cancelled at the end, if it ran."""
    job_id = uuid4().hex
    yield job_id
    if job_id in world.cluster.jobs():
        world.cluster.cancel(job_id)


def bundle(world: World, folder: Path) -> Bundle:
    """Kafka → window per city → Kafka; names are words of SQL, options have quotes."""
    bindings = load(
        {**BINDINGS, "tables": {"k": {world.source: BINDINGS["tables"]["k"]["in"]}}}  # type: ignore[index]
    )
    graph = Graph.load(
        {
            "version": 1,
            "settings": {"time": "event", "checkpoint_interval_ms": 500},
            "nodes": [
                {
                    "id": "n1",
                    "kind": "kafka-source",
                    "name": "order",
                    "params": {"datasource": "k", "topic": world.source, "group_id": f"it's {world.source}"},
                },
                {"id": "n2", "kind": "sql", "name": "per_city", "params": {"sql": SQL}},
                {
                    "id": "n3",
                    "kind": "kafka-sink",
                    "name": "values",
                    "params": {"datasource": "k", "topic": world.sink},
                },
            ],
            "edges": [
                {"source": "n1", "source_port": "out", "target": "n2", "target_port": "in"},
                {"source": "n2", "source_port": "out", "target": "n3", "target_port": "in"},
            ],
        }
    )
    script = compiler.compile(graph, bindings)
    connectors = ENGINE.connectors(script.requirements.connectors)
    return assemble(script, ENGINE.bundle_jars, connectors, (), folder / "job.jar")


def orders() -> list[dict[str, Any]]:
    """Two cities in one minute, and one later record that moves the watermark past it."""
    minute = datetime.now(UTC).replace(second=0, microsecond=0, tzinfo=None)
    rows = [("Paris", 1), ("Paris", 2.5), ("Rome", 4)]
    made = [{"city": city, "amount": amount, "at": str(minute)} for city, amount in rows]
    return [*made, {"city": "Oslo", "amount": 9, "at": str(minute + timedelta(minutes=9))}]


def totals(world: World) -> dict[str, float]:
    return {row["city"]: row["total"] for row in world.rows(2)}


def running_vertices(world: World, job: str) -> bool:
    details = world.cluster.job(job)
    return bool(details["vertices"]) and all(v["status"] == "RUNNING" for v in details["vertices"])


def test_by_rest_under_the_id_that_we_chose(world: World, job: str, tmp_path: Path) -> None:
    made = bundle(world, tmp_path)
    world.produce(orders())
    named = ["--set", 'pipeline.name=it\'s "mine"']
    args = ["--connections", world.connections(), "--start", "earliest", *named]
    world.cluster.run(Submission(made, job, MAIN, args))
    assert totals(world) == {"Paris": 3.5, "Rome": 4}
    details = world.cluster.job(job)
    assert details["name"] == 'it\'s "mine"'
    operators = [vertex["name"] for vertex in details["vertices"]]
    assert any("order[" in name for name in operators), operators
    assert any("values[" in name for name in operators), operators


def test_by_flink_run(world: World, tmp_path: Path) -> None:
    made = bundle(world, tmp_path)
    world.produce(orders())
    connections = tmp_path / "connections.json"
    connections.write_bytes(base64.b64decode(world.connections()))
    arguments = ["--connections-file", str(connections), "--start", "timestamp:0"]
    before = set(world.cluster.jobs())
    flink = [str(ENGINE.flink_home / "bin" / "flink"), "run", "--detached"]
    address, home = world.stack.address("flink-test"), str(java().resolve().parents[1])
    done = subprocess.run(
        [*flink, "-m", address, str(made.path), *arguments],
        env={"FLINK_LOG_DIR": str(tmp_path), "JAVA_HOME": home, "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    [started] = set(world.cluster.jobs()) - before
    try:
        assert totals(world) == {"Paris": 3.5, "Rome": 4}
    finally:
        world.cluster.cancel(started)


def test_it_starts_where_it_is_told_to(world: World, job: str, tmp_path: Path) -> None:
    made = bundle(world, tmp_path)
    world.produce([{**row, "city": "Old"} for row in orders()])
    args = ["--connections", world.connections(), "--start", "latest"]
    world.cluster.run(Submission(made, job, MAIN, args))
    wait("RUNNING", lambda: running_vertices(world, job))
    # The source looks up the end of the topic once it runs; a checkpoint proves that it has.
    wait("a checkpoint", lambda: world.cluster.latest_checkpoint(job))
    world.produce(orders())
    assert totals(world) == {"Paris": 3.5, "Rome": 4}


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "Node 'n1' uses the data source 'k', and no connection was given for it"),
        (["--nosuch", "x"], "The argument --nosuch is unknown"),
        (["--start", "noon"], "--start takes earliest, latest, committed or timestamp"),
        (["--connections", "eyJrIjogewo="], "The connections are not a JSON object"),
    ],
)
def test_a_bundle_that_cannot_start_says_why(
    world: World, job: str, tmp_path: Path, args: list[str], says: str
) -> None:
    made = bundle(world, tmp_path)
    with pytest.raises(HttpRejected) as refused:
        world.cluster.run(Submission(made, job, MAIN, args))
    assert says in refused.value.detail
    assert job not in world.cluster.jobs()


def test_no_failure_tells_a_secret(world: World, job: str, tmp_path: Path) -> None:
    made = bundle(world, tmp_path)
    document = {"k": {"properties.bootstrap.servers": "", "properties.sasl.jaas.config": "canary-4711"}}
    args = ["--connections", base64.b64encode(json.dumps(document).encode()).decode()]
    try:
        world.cluster.run(Submission(made, job, MAIN, args))
    except HttpRejected as refused:
        assert "canary-4711" not in refused.detail + str(refused)  # noqa: PT017
    log = world.stack.process("flink-test-jobmanager").log.read_text(errors="replace")
    assert "canary-4711" not in log
