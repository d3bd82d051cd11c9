"""Browsing a Kafka cluster: its topics, the columns of their records, the newest ones."""

import json
from dataclasses import dataclass
from typing import Any

from confluent_kafka import Message

from penstock.connectors.kafka.client.consumer import connected
from penstock.connectors.kafka.client.recording import record
from penstock.connectors.kafka.connector import KafkaConfig
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import (
    MOST_NAMES,
    MOST_ROWS,
    Deadline,
    Progress,
    RecordedBatch,
    RecordingRequest,
    Sample,
    StoreError,
)
from penstock.operators.connector_config import Secrets
from penstock.sql.json_values import printable
from penstock.sql.type_inference import ColumnInfo, column_info, infer

# The number of records that the columns of a topic are inferred from.
_SAMPLE = 100


@dataclass(frozen=True)
class Client:
    """A Kafka cluster under one configuration."""

    config: KafkaConfig
    secrets: Secrets
    policy: EgressPolicy

    def test(self) -> str:
        """Ask for the cluster's description and say what answered."""
        deadline = Deadline()
        with connected(self.config, self.secrets, self.policy, deadline) as consumer:
            found = consumer.metadata(deadline)
        topics = [name for name in found.topics if not name.startswith("__")]
        return f"Connected: {_count(len(found.brokers), 'broker')}, {_count(len(topics), 'topic')}."

    def names(self) -> list[str]:
        """The topics, without Kafka's own."""
        deadline = Deadline()
        with connected(self.config, self.secrets, self.policy, deadline) as consumer:
            found = consumer.metadata(deadline)
        return sorted(name for name in found.topics if not name.startswith("__"))[:MOST_NAMES]

    def columns(self, name: str) -> list[ColumnInfo]:
        """The columns that the topic's newest records seem to have.

        Raises:
            StoreError: The topic is missing, empty, or has no JSON objects, or no broker answers.
        """
        records = [record for record in self._newest(name, _SAMPLE) if record is not None]
        if not records:
            sentence = f"The topic {name} is empty, so its columns can't be inferred. Enter them by hand."
            raise StoreError(sentence)
        objects = [record for record in records if isinstance(record, dict)]
        if not objects:
            sentence = f"The records of the topic {name} are not JSON objects. Enter the columns by hand."
            raise StoreError(sentence)
        return infer(objects)

    def sample(self, name: str, limit: int) -> Sample:
        """The topic's newest records, newest first. Nothing is consumed."""
        records = self._newest(name, min(limit, MOST_ROWS))
        objects = [record for record in records if isinstance(record, dict)]
        if len(objects) == len(records):
            rows = [{key: printable(value) for key, value in record.items()} for record in objects]
            return {"columns": infer(objects), "rows": rows}
        rows = [{"value": printable(record)} for record in records]
        return {"columns": [column_info("value", "STRING")], "rows": rows}

    def record(self, request: RecordingRequest, progress: Progress = lambda _: None) -> RecordedBatch:
        """Read records of a topic until one of the request's limits is reached."""
        deadline = Deadline()
        with connected(self.config, self.secrets, self.policy, deadline) as consumer:
            return record(consumer, request, progress, deadline)

    def _newest(self, topic: str, count: int) -> list[Any]:
        deadline = Deadline()
        with connected(self.config, self.secrets, self.policy, deadline) as consumer:
            return [_value(message) for message in consumer.newest(topic, count, deadline)]


def _value(message: Message) -> Any:
    """A record's value: JSON if it is that, else text; None for a tombstone."""
    raw = message.value()
    if raw is None:
        return None
    data = raw if isinstance(raw, bytes) else str(raw).encode()
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data.decode(errors="replace")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
