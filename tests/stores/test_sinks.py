"""The JDBC sink on real engines: a job's rows arrive in PostgreSQL and in MySQL, typed and upserted."""

import base64
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka import Producer

from penstock import compiler
from penstock.connectors.kafka import connector as kafka
from penstock.connectors.mysql import client as mysql_client
from penstock.connectors.mysql import connector as mysql
from penstock.connectors.postgresql import client as postgresql_client
from penstock.connectors.postgresql import connector as postgresql
from penstock.flink.bundle import Bundle, assemble
from penstock.flink.installation import Engine
from penstock.flink.rest import Cluster, Submission
from penstock.flink.versions import DEFAULT_VERSION
from penstock.graph.document import Graph
from penstock.local.producer import ensure_topic
from penstock.local.stack import Stack
from penstock.network.egress import EgressPolicy
from penstock.operators.bindings import load
from tests.polling import wait

ENGINE = Engine(DEFAULT_VERSION)
LOCAL = EgressPolicy(allow_loopback=True)
COLUMNS = [
    {"name": "id", "type": "STRING"},
    {"name": "city", "type": "STRING"},
    {"name": "amount", "type": "DECIMAL(10, 2)"},
    {"name": "happened", "type": "TIMESTAMP(3)"},
]
TABLE = "(id varchar(40){key}, city varchar(40), amount decimal(10, 2), happened {time}(3))"
ROWS: list[dict[str, Any]] = [
    {"id": "a", "city": "Zürich", "amount": 1.5, "happened": "2026-01-02 03:04:05.678"},
    {"id": "b", "city": 'it\'s "quoted"', "amount": 2, "happened": None},
    {"id": "a", "city": "Zürich", "amount": 99.99, "happened": "2026-01-02 03:04:06.789"},
]


def graph(topic: str, tables: dict[str, str]) -> Graph:
    """One source into two sinks: every row appended, the newest row of each id kept."""
    sink = {"kind": "jdbc-sink"}
    return Graph.load(
        {
            "version": 1,
            "settings": {"time": "processing", "checkpoint_interval_ms": 1000},
            "nodes": [
                {
                    "id": "n1",
                    "kind": "kafka-source",
                    "name": "events",
                    "params": {"datasource": "k", "topic": topic},
                },
                {
                    "id": "n2",
                    **sink,
                    "name": "every",
                    "params": {"datasource": "db", "table": tables["append"]},
                },
                {
                    "id": "n3",
                    **sink,
                    "name": "newest",
                    "params": {
                        "datasource": "db",
                        "table": tables["upsert"],
                        "mode": "upsert",
                        "key": ["id"],
                    },
                },
            ],
            "edges": [
                {"source": "n1", "source_port": "out", "target": target, "target_port": "in"}
                for target in ("n2", "n3")
            ],
        }
    )


def bundle(kind: str, topic: str, tables: dict[str, str], folder: Path) -> Bundle:
    schema = {"columns": COLUMNS, "format": "json"}
    bindings = load(
        {
            "datasources": {"k": {"kind": "kafka"}, "db": {"kind": kind}},
            "tables": {"k": {topic: schema}, "db": {name: {"columns": COLUMNS} for name in tables.values()}},
        }
    )
    script = compiler.compile(graph(topic, tables), bindings)
    connectors = ENGINE.connectors(script.requirements.connectors)
    return assemble(script, ENGINE.bundle_jars, connectors, (), folder / "job.jar")


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
def test_rows_arrive(kind: str, stack: Stack, running: Any, request: Any, tmp_path: Path) -> None:
    running("flink-test")
    database = request.getfixturevalue("warehouse" if kind == "postgresql" else "mariadb")
    module: Any = postgresql if kind == "postgresql" else mysql
    config, secrets = module.Kind.Config(**database.config), {"password": database.password}
    clients = {"postgresql": postgresql_client.Client, "mysql": mysql_client.Client}
    client = clients[kind](config, secrets, LOCAL)
    name = uuid.uuid4().hex[:8]
    tables = {"append": f"every_{name}", "upsert": f"newest_{name}"}
    time_type = "timestamp" if kind == "postgresql" else "datetime"
    database.execute(
        f"CREATE TABLE {tables['append']} {TABLE.format(key='', time=time_type)}",
        f"CREATE TABLE {tables['upsert']} {TABLE.format(key=' PRIMARY KEY', time=time_type)}",
    )
    topic = f"events-{name}"
    ensure_topic(stack.address("kafka"), topic, partitions=1)
    producer = Producer({"bootstrap.servers": stack.address("kafka")})
    for row in ROWS:
        producer.produce(topic, json.dumps(row).encode())
    assert producer.flush(20) == 0

    made = bundle(kind, topic, tables, tmp_path)
    connections = {
        "k": kafka.Kind().connection_options(kafka.Kind.Config(bootstrap_servers=stack.address("kafka")), {}),
        "db": module.Kind().connection_options(config, secrets),
    }
    encoded = base64.b64encode(json.dumps(connections).encode()).decode()
    cluster, job = Cluster(stack.url("flink-test")), uuid.uuid4().hex
    arguments = ["--connections", encoded, "--start", "earliest"]
    cluster.run(Submission(made, job, "io.penstock.runtime.Main", arguments))

    def rows(table: str) -> list[dict[str, Any]]:
        return client.sample(tables[table], 100)["rows"]

    try:
        wait("three rows appended", lambda: len(rows("append")) == 3, 120)
        newest = {"a": "99.99", "b": "2.00"}
        wait("upserts", lambda: {row["id"]: row["amount"] for row in rows("upsert")} == newest, 120)
    finally:
        cluster.cancel(job)
    newest = {row["id"]: row for row in rows("upsert")}
    assert newest["a"] == {
        "id": "a",
        "city": "Zürich",
        "amount": "99.99",
        "happened": "2026-01-02 03:04:06.789000",
    }
    assert (newest["b"]["city"], newest["b"]["happened"]) == ('it\'s "quoted"', None)
