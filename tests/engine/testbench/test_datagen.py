"""Jobs of generated rows: planned, run on a cluster, stopped and started again, and tested with a pack."""

import base64
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

from penstock import compiler
from penstock.flink.bundle import assemble
from penstock.flink.installation import Engine
from penstock.flink.rest import Cluster, Submission
from penstock.flink.versions import DEFAULT_VERSION
from penstock.graph.document import Graph
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from penstock.operators.bindings import load
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from tests.engine.testbench.job_builders import at, build_test_run, graph, node
from tests.polling import wait

ENGINE = Engine(DEFAULT_VERSION)
BIG = 9007199254740993
COLUMNS: list[dict[str, Any]] = [
    {"name": "id", "type": "BIGINT", "generator": "sequence", "min": str(BIG)},
    {"name": "city", "type": "STRING", "generator": "choice", "choices": {"Rome": "3", "Oslo": ""}},
    {"name": "it's", "type": "STRING", "generator": "regex", "pattern": r"C'-[0-9]{2}(\.x|\\y)?"},
    {"name": "amount", "type": "DECIMAL(6, 2)", "min": 1, "max": "5.5", "null_rate": 0.5},
    {"name": "token", "type": "STRING", "length": 7},
    {"name": "at", "type": "TIMESTAMP(3)", "disorder_ms": 3000},
]
QUERY = """SELECT window_start, window_end, city, COUNT(*) AS orders
FROM TABLE(TUMBLE(TABLE made, DESCRIPTOR(`at`), INTERVAL '1' SECOND))
GROUP BY window_start, window_end, city"""


@dataclass(frozen=True)
class Job:
    """A job of generated rows that writes them to a topic of its own."""

    stack: Stack
    topic: str
    folder: Path
    ids: list[str] = field(default_factory=list)

    @property
    def cluster(self) -> Cluster:
        return Cluster(self.stack.url("flink-test"))

    def submit(self, savepoint: str | None = None, parallelism: int = 2, **params: Any) -> str:
        """The id of the job, which was started."""
        sink = node("out", "kafka-sink", datasource="k", topic=self.topic, format="json")
        nodes = [node("made", "datagen-source", columns=COLUMNS, **params), sink]
        drawn = graph(nodes, ["made", "out"], time="processing", parallelism=parallelism)
        script = compiler.compile(drawn, load({"datasources": {"k": {"kind": "kafka"}}}))
        jars = ENGINE.connectors(script.requirements.connectors)
        job_id = uuid4().hex
        bundle = assemble(script, ENGINE.bundle_jars, jars, (), self.folder)
        options = {"k": {"properties.bootstrap.servers": self.stack.address("kafka")}}
        args = ["--connections", base64.b64encode(json.dumps(options).encode()).decode()]
        start = Submission(bundle, job_id, "io.penstock.runtime.Main", args, savepoint=savepoint)
        self.cluster.run(start)
        self.ids.append(job_id)
        return job_id

    def rows(self, enough: int) -> list[dict[str, Any]]:
        """Every row that is in the topic once it has so many."""
        broker = {"bootstrap.servers": self.stack.address("kafka"), "group.id": self.topic}
        partition = TopicPartition(self.topic, 0, OFFSET_BEGINNING)
        consumer = Consumer(broker)
        consumer.assign([partition])

        def end() -> int | None:
            offset = int(consumer.get_watermark_offsets(partition, timeout=20)[1])
            return offset if offset >= enough else None

        expected, found = wait("enough rows", end, 90), list[dict[str, Any]]()
        while len(found) < expected:
            message = consumer.poll(20)
            assert message is not None
            assert message.error() is None
            found.append(json.loads(message.value()))
        consumer.close()
        return found


@pytest.fixture
def job(running: Running, tmp_path: Path) -> Iterator[Job]:
    stack = running("kafka", "flink-test")
    topic = f"generated-{uuid4().hex[:8]}"
    admin = AdminClient({"bootstrap.servers": stack.address("kafka")})
    for made in admin.create_topics([NewTopic(topic, 1, 1)]).values():
        made.result(20)
    started = Job(stack, topic, tmp_path)
    yield started
    for job_id in started.ids:
        if started.cluster.jobs()[job_id].state == "RUNNING":
            started.cluster.cancel(job_id)


def test_every_generator_runs_to_its_end(job: Job) -> None:
    before = time.time()
    job_id = job.submit(rows=1000, rows_per_second=2000)
    wait("the job has finished", lambda: job.cluster.jobs()[job_id].state == "FINISHED", 120)
    rows = job.rows(1000)
    assert sorted(row["id"] for row in rows) == [*range(BIG, BIG + 1000)]
    cities = Counter(row["city"] for row in rows)
    assert set(cities) == {"Rome", "Oslo"}
    assert 650 < cities["Rome"] < 850
    assert all(re.fullmatch(r"C'-[0-9]{2}(\.x|\\y)?", row["it's"]) for row in rows)
    amounts = [row["amount"] for row in rows if row["amount"] is not None]
    assert 400 < len(amounts) < 600
    assert all(1 <= amount <= 5.5 for amount in amounts)
    assert all(re.fullmatch("[0-9a-f]{7}", row["token"]) for row in rows)
    past = [before - 4, time.time() + 1]
    texts = [time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(second)) for second in past]
    assert all(texts[0] <= row["at"] <= texts[1] for row in rows)
    times = [row["at"] for row in sorted(rows, key=lambda row: row["id"])]
    assert times != sorted(times)


def test_a_sequence_continues_after_a_savepoint_with_another_parallelism(job: Job) -> None:
    first = job.submit(rows=3000, rows_per_second=300)
    job.rows(100)
    trigger, folder = uuid4().hex, (job.folder / "savepoints").as_uri()
    job.cluster.stop(first, trigger, folder)

    def stored() -> str | None:
        return job.cluster.savepoint_status(first, trigger).location

    savepoint = wait("a savepoint", stored, 60)
    before = job.rows(100)
    assert 100 <= len(before) < 3000
    second = job.submit(savepoint, parallelism=1, rows=3000, rows_per_second=3000)
    wait("the job has finished", lambda: job.cluster.jobs()[second].state == "FINISHED", 120)
    rows = job.rows(3000)
    assert sorted(row["id"] for row in rows) == [*range(BIG, BIG + 3000)]


def windows() -> Graph:
    """Generated rows, counted and thrown away."""
    made = node("made", "datagen-source", columns=COLUMNS, event_time="at", delay_ms=3000, rows=1000)
    return graph([made, node("q", "sql", sql=QUERY), node("out", "discard-sink")], ["made", "q", "out"])


def test_its_unit_test_takes_the_rows_of_a_pack(client: TestClient, cluster: str, tmp_path: Path) -> None:
    rest = {"it's": "C'-01", "amount": "1.50", "token": "0000000"}
    rows = [{"id": n, "city": "a", "at": at(n), **rest} for n in (1, 1, 2)]
    window = {"window_end": at(2), "window_start": at(1), "city": "a", "orders": 2}
    last = {"window_end": at(3), "window_start": at(2), "city": "a", "orders": 1}
    case = build_test_run(windows(), {"made": rows}, tmp_path, expected={"out": {"rows": [window, last]}})
    outcome = runner.run(client, case, cluster)
    assert (outcome.state, outcome.error) == ("passed", None), outcome
