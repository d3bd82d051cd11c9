"""Kafka as a store, on a real broker."""

import json
import socket
import time
import uuid
from typing import Any

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient

from penstock.connectors.kafka.client import Client
from penstock.connectors.kafka.connector import KafkaConfig
from penstock.local.producer import ensure_topic
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import StoreError

LOCAL = EgressPolicy(allow_loopback=True)


@pytest.fixture
def ask(stack: Any) -> Any:
    def ask(function: Any, *more: Any, **changes: Any) -> Any:
        config = KafkaConfig(**{"bootstrap_servers": stack.address("kafka"), **changes})
        return function(Client(config, {"password": "secret"}, LOCAL), *more)

    return ask


@pytest.fixture
def topic(stack: Any) -> str:
    name = f"t-{uuid.uuid4().hex[:8]}"
    ensure_topic(stack.address("kafka"), name)
    return name


def write(stack: Any, topic: str, *values: Any) -> None:
    producer = Producer({"bootstrap.servers": stack.address("kafka")})
    for number, value in enumerate(values):
        data = value if isinstance(value, (bytes, type(None))) else json.dumps(value).encode()
        producer.produce(topic, data, key=str(number), timestamp=1_700_000_000_000 + number)
    assert producer.flush(10) == 0


def test_a_good_connection_says_what_answered(ask: Any, topic: str) -> None:
    assert ask(Client.test).startswith("Connected: 1 broker, ")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"bootstrap_servers": "nowhere.invalid:9092"}, r"The host nowhere\.invalid is unknown"),
        ({"bootstrap_servers": "127.0.0.1:1"}, "nothing listens there"),
        ({"security_protocol": "SSL"}, "another security protocol"),
        (
            {"security_protocol": "SASL_PLAINTEXT", "sasl_mechanism": "PLAIN", "username": "ann"},
            "another security protocol",
        ),
    ],
)
def test_each_reason_has_its_sentence(ask: Any, changes: dict[str, Any], reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(StoreError, match=reason):
        ask(Client.test, **changes)
    assert time.monotonic() - started < 5.5


def test_a_silent_server_is_given_up_within_five_seconds(ask: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started = time.monotonic()
        with pytest.raises(StoreError, match="did not answer within 5 s"):
            ask(Client.test, bootstrap_servers=f"127.0.0.1:{silent.getsockname()[1]}")
        assert time.monotonic() - started < 5.5


def test_the_first_broker_that_answers_is_enough(ask: Any, stack: Any) -> None:
    assert ask(Client.test, bootstrap_servers=f"127.0.0.1:1,{stack.address('kafka')}").startswith("Connected")


def test_loopback_is_refused_where_the_installation_does_not_allow_it(stack: Any) -> None:
    config = KafkaConfig(bootstrap_servers=stack.address("kafka"))
    with pytest.raises(StoreError, match="may not use here"):
        Client(config, {}, EgressPolicy()).test()


def test_topics_without_kafkas_own(ask: Any, topic: str) -> None:
    found = ask(Client.names)
    assert topic in found
    assert not [name for name in found if name.startswith("__")]


def test_the_newest_records_first_and_nothing_consumed(ask: Any, stack: Any, topic: str) -> None:
    write(stack, topic, *({"n": n, "price": 1.5, "at": "2026-01-02 03:04:05.678"} for n in range(50)))
    for _ in range(2):
        found = ask(Client.sample, topic, 10)
        assert [row["n"] for row in found["rows"]] == list(range(49, 39, -1))
    assert [column["type"] for column in found["columns"]] == ["BIGINT", "DOUBLE", "TIMESTAMP(3)"]
    admin = AdminClient({"bootstrap.servers": stack.address("kafka")})
    groups = admin.list_consumer_groups(request_timeout=5).result().valid
    assert "penstock-preview" not in [group.group_id for group in groups]


def test_columns_of_a_topic(ask: Any, stack: Any, topic: str) -> None:
    write(stack, topic, {"a": 1, "b": {"c": [True]}}, {"a": None})
    found = ask(Client.columns, topic)
    assert [(column["name"], column["type"]) for column in found] == [
        ("a", "BIGINT"),
        ("b", "ROW<`c` ARRAY<BOOLEAN>>"),
    ]


def test_an_empty_topic(ask: Any, topic: str) -> None:
    assert ask(Client.sample, topic, 5) == {"columns": [], "rows": []}
    with pytest.raises(StoreError, match="is empty, so its columns can't be inferred"):
        ask(Client.columns, topic)


def test_records_that_are_not_json(ask: Any, stack: Any, topic: str) -> None:
    write(stack, topic, b"\xffplain", None)
    assert [row["value"] for row in ask(Client.sample, topic, 5)["rows"]] == [None, "\ufffdplain"]
    with pytest.raises(StoreError, match="not JSON objects"):
        ask(Client.columns, topic)


def test_a_missing_topic_is_named_and_not_made(ask: Any) -> None:
    with pytest.raises(StoreError, match="There is no topic nothing-here"):
        ask(Client.sample, "nothing-here", 5)
    assert "nothing-here" not in ask(Client.names)
