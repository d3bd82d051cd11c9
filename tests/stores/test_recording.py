"""Recording from a real broker: the first, the last or the next records, in their order, or a sentence."""

import json
import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from confluent_kafka import Producer
from confluent_kafka.admin import AdminClient, NewTopic

from penstock.connectors.kafka.client import Client
from penstock.connectors.kafka.connector import KafkaConfig
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import RecordedBatch, RecordingRequest, StoreError
from penstock.testkit import pack_reader
from tests.polling import wait

LOCAL = EgressPolicy(allow_loopback=True)


def topic(stack: Any, partitions: int = 1) -> str:
    name = f"r-{uuid.uuid4().hex[:8]}"
    admin = AdminClient({"bootstrap.servers": stack.address("kafka")})
    admin.create_topics([NewTopic(name, partitions, 1)])[name].result(10)
    return name


def write(
    stack: Any, name: str, values: list[Any], partition: int = 0, start_ms: int = 1_700_000_000_000
) -> None:
    producer = Producer({"bootstrap.servers": stack.address("kafka")})
    for number, value in enumerate(values):
        data = json.dumps(value).encode() if value is not None else None
        producer.produce(name, data, partition=partition, timestamp=start_ms + number * 10)
    assert producer.flush(10) == 0


@pytest.fixture
def record(stack: Any) -> Callable[..., RecordedBatch]:
    def record(name: str, rows: int, start: Any, seconds: float = 20, **more: Any) -> RecordedBatch:
        config = KafkaConfig(bootstrap_servers=more.pop("at", stack.address("kafka")))
        request = RecordingRequest(name, rows, seconds, start, more.pop("max_bytes", pack_reader.MAX_BYTES))
        return Client(config, {}, LOCAL).record(request, **more)

    return record


def read(taken: RecordedBatch) -> list[Any]:
    return [json.loads(value) for value in taken.values]


def test_the_last_n_records(stack: Any, record: Any) -> None:
    name = topic(stack)
    write(stack, name, list(range(50)))
    taken = record(name, 10, "latest")
    assert (read(taken), taken.note) == (list(range(40, 50)), "")
    assert read(record(name, 100, "latest")) == list(range(50))


def test_the_first_n_records(stack: Any, record: Any) -> None:
    name = topic(stack)
    write(stack, name, list(range(50)))
    assert read(record(name, 10, "earliest")) == list(range(10))
    assert read(record(name, 1000, "earliest")) == list(range(50))


def test_partitions_are_merged_by_time_and_each_keeps_its_order(stack: Any, record: Any) -> None:
    name = topic(stack, partitions=3)
    write(stack, name, [f"a{n}" for n in range(5)], 0, 1000)
    write(stack, name, [f"b{n}" for n in range(5)], 1, 1005)
    write(stack, name, ["c0"], 2, 5000)
    write(stack, name, ["c1"], 2, 2000)  # a producer whose clock went back
    merged = [text for n in range(5) for text in (f"a{n}", f"b{n}")]
    assert read(record(name, 100, "earliest")) == [*merged, "c0", "c1"]
    assert read(record(name, 4, "earliest")) == merged[:4]
    assert read(record(name, 4, "latest")) == [*merged[-2:], "c0", "c1"]


def test_an_empty_topic_has_nothing_to_wait_for(stack: Any, record: Any) -> None:
    started = time.monotonic()
    assert record(topic(stack), 10, "earliest") == RecordedBatch([])
    assert time.monotonic() - started < 10


def test_records_without_a_value_are_counted_only(stack: Any, record: Any) -> None:
    name = topic(stack)
    write(stack, name, [1, None, 2])
    taken = record(name, 10, "earliest")
    assert (read(taken), taken.without_value) == ([1, 2], 1)


@pytest.fixture
def writing(stack: Any) -> Iterator[str]:
    """A topic with old records, to which others are written all the time."""
    name, done = topic(stack), threading.Event()
    write(stack, name, ["old"] * 3)

    def go() -> None:
        number = 0
        while not done.wait(0.02):
            write(stack, name, [number])
            number += 1

    thread = threading.Thread(target=go)
    thread.start()
    yield name
    done.set()
    thread.join(10)


def test_n_new_records(writing: str, record: Any) -> None:
    found = read(record(writing, 20, "now"))
    assert found == list(range(found[0], found[0] + 20))


def test_new_records_of_m_seconds(writing: str, record: Any) -> None:
    reported: list[int] = []
    started = time.monotonic()
    taken = record(writing, 100_000, "now", 3, progress=reported.append)
    assert 3 <= time.monotonic() - started < 9
    found = read(taken)
    assert found == list(range(found[0], found[0] + len(found)))
    assert taken.note == "It ended after 3 s."
    assert reported == sorted(reported)
    assert 0 < reported[-1] <= len(found)


def test_the_end_is_that_of_the_beginning(writing: str, record: Any) -> None:
    """Records that keep coming do not keep a recording of old ones from ending."""
    assert read(record(writing, 100_000, "earliest"))[:3] == ["old"] * 3


def test_progress_may_end_it(writing: str, record: Any) -> None:
    def stop(_: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        record(writing, 100_000, "now", 30, progress=stop)


def test_no_more_than_fits(stack: Any, record: Any) -> None:
    name = topic(stack)
    write(stack, name, ["x" * 28] * 5)
    assert len(record(name, 5, "earliest", max_bytes=100).values) == 3
    assert record(name, 5, "earliest", max_bytes=100).note.startswith("It ended at ")
    with pytest.raises(StoreError, match="record fewer"):
        record(name, 5, "latest", max_bytes=100)
    assert pack_reader.MAX_BYTES == 50 * 1024 * 1024


def test_each_reason_has_its_sentence(stack: Any, record: Any) -> None:
    with pytest.raises(StoreError, match="nothing listens there"):
        record("any", 1, "now", at="127.0.0.1:1")
    with pytest.raises(StoreError, match="There is no topic nothing-here"):
        record("nothing-here", 1, "now")


def test_a_broker_that_goes_away_is_no_empty_topic(stack: Any, record: Any) -> None:
    name, pid = topic(stack), stack.process("kafka").pid
    started = threading.Event()
    found: list[Any] = []

    def go() -> None:
        try:
            found.append(record(name, 10, "now", 4, progress=lambda _: started.set()))
        except StoreError as error:
            found.append(str(error))

    thread = threading.Thread(target=go)
    thread.start()
    assert started.wait(20)
    os.kill(pid, signal.SIGSTOP)
    try:
        wait("the recording ends", lambda: found, 30)
    finally:
        os.kill(pid, signal.SIGCONT)
        thread.join(10)
    assert found == [f"Kafka at {stack.address('kafka')} stopped answering during the recording."]
