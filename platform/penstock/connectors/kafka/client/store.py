"""Kafka as a tenant's store."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Annotated, Any, Literal, Self

from confluent_kafka import OFFSET_END, Consumer, KafkaError, KafkaException, Message, TopicPartition
from pydantic import AfterValidator, Field, model_validator

from penstock.connectors.jdbc.config import plain
from penstock.network.egress import EgressPolicy, host_name, in_url, reach
from penstock.network.store_client import (
    MOST_NAMES,
    MOST_ROWS,
    Deadline,
    Secrets,
    Settings,
    StoreError,
    printable,
)
from penstock.sql.type_inference import column, infer

SECRETS = ("password",)
_MOST_BROKERS = 20
# The records that the columns of a topic are inferred from.
_SAMPLE = 100
_FORBIDDEN = (KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.CLUSTER_AUTHORIZATION_FAILED)
_TURN, _PAUSE = 0.5, 0.1
_LARGEST_MESSAGE = 2 * 1024 * 1024


def _servers(text: str) -> str:
    """A canonical comma-separated list of `host:port`."""
    servers = [part for part in text.replace(" ", "").split(",") if part]
    if not 1 <= len(servers) <= _MOST_BROKERS:
        raise ValueError(f"Give 1 to {_MOST_BROKERS} brokers as host:port, separated by commas")
    return ",".join(f"{in_url(host)}:{port}" for host, port in map(_server, servers))


def _server(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise ValueError(f"{text[:100]} is not of the form host:port")
    return host_name(host), int(port)


class Config(Settings):
    """A Kafka cluster."""

    bootstrap_servers: Annotated[str, AfterValidator(_servers)] = Field(
        title="Bootstrap servers", description="host:port, several separated by commas", max_length=2000
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = Field(
        "PLAINTEXT", title="Security protocol"
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = Field(
        None, title="SASL mechanism"
    )
    username: Annotated[str, AfterValidator(plain)] | None = Field(None, title="User name", max_length=128)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.uses_sasl and not (self.sasl_mechanism and self.username):
            raise ValueError(f"{self.security_protocol} needs a SASL mechanism and a user name")
        return self

    @property
    def uses_sasl(self) -> bool:
        """Whether a user signs in."""
        return self.security_protocol.startswith("SASL")

    @property
    def servers(self) -> list[tuple[str, int]]:
        """Host and port of each bootstrap server."""
        return [_server(part) for part in self.bootstrap_servers.split(",")]


def connection_options(config: Config, secrets: Secrets) -> dict[str, str]:
    """The options of Flink's Kafka connector. The login module is ours to choose, never the user's."""
    options = {
        "properties.bootstrap.servers": config.bootstrap_servers,
        "properties.security.protocol": config.security_protocol,
    }
    if config.uses_sasl and config.sasl_mechanism:
        module = "plain.PlainLoginModule" if config.sasl_mechanism == "PLAIN" else "scram.ScramLoginModule"
        user, password = _jaas(config.username or ""), _jaas(secrets.get("password", ""))
        options["properties.sasl.mechanism"] = config.sasl_mechanism
        options["properties.sasl.jaas.config"] = (
            f"org.apache.kafka.common.security.{module} required username={user} password={password};"
        )
    return options


def _jaas(text: str) -> str:
    """A quoted value of a JAAS configuration."""
    if any(ord(character) < 32 for character in text):
        raise StoreError("A user name or password for Kafka can't hold control characters.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def test(config: Config, secrets: Secrets, *, policy: EgressPolicy) -> str:
    """Ask for the cluster's description and say what answered."""
    deadline = Deadline()
    with connected(config, secrets, policy, deadline) as client:
        found = client.metadata(deadline)
    topics = [name for name in found.topics if not name.startswith("__")]
    return f"Connected: {_count(len(found.brokers), 'broker')}, {_count(len(topics), 'topic')}."


def names(config: Config, secrets: Secrets, *, policy: EgressPolicy) -> list[str]:
    """The topics, without Kafka's own."""
    deadline = Deadline()
    with connected(config, secrets, policy, deadline) as client:
        found = client.metadata(deadline)
    return sorted(name for name in found.topics if not name.startswith("__"))[:MOST_NAMES]


def columns(config: Config, secrets: Secrets, name: str, *, policy: EgressPolicy) -> list[dict[str, Any]]:
    """The columns that the topic's newest records seem to have."""
    deadline = Deadline()
    with connected(config, secrets, policy, deadline) as client:
        records = [
            record for record in map(_value, client.newest(name, _SAMPLE, deadline)) if record is not None
        ]
    if not records:
        raise StoreError(f"The topic {name} is empty, so its columns can't be inferred. Enter them by hand.")
    objects = [record for record in records if isinstance(record, dict)]
    if not objects:
        raise StoreError(f"The records of the topic {name} are not JSON objects. Enter the columns by hand.")
    return infer(objects)


def sample(
    config: Config, secrets: Secrets, name: str, limit: int, *, policy: EgressPolicy
) -> dict[str, Any]:
    """The topic's newest records, newest first. Nothing is consumed: no group is joined, no offset kept."""
    deadline = Deadline()
    with connected(config, secrets, policy, deadline) as client:
        records = [_value(message) for message in client.newest(name, min(limit, MOST_ROWS), deadline)]
    if all(isinstance(record, dict) for record in records):
        return {"columns": infer(records), "rows": [printable(record) for record in records]}
    rows = [{"value": printable(record)} for record in records]
    return {"columns": [column("value", "STRING")], "rows": rows}


class Client:
    """A consumer that belongs to no group, and what it complained about."""

    def __init__(self, config: Config, secrets: Secrets, policy: EgressPolicy) -> None:
        self.config, self._policy = config, policy
        self.complaints: list[KafkaError] = []
        self.consumer = Consumer(
            {
                "bootstrap.servers": config.bootstrap_servers,
                "security.protocol": config.security_protocol,
                # A group is needed by the library; it is never joined, since partitions are assigned by hand.
                "group.id": "penstock-preview",
                "enable.auto.commit": False,
                "enable.auto.offset.store": False,
                "allow.auto.create.topics": False,
                "socket.timeout.ms": 4500,
                "socket.connection.setup.timeout.ms": 3000,
                "reconnect.backoff.ms": 500,
                "fetch.wait.max.ms": 100,
                "message.max.bytes": _LARGEST_MESSAGE,
                "queued.max.messages.kbytes": 16384,
                "log_level": 0,
                "error_cb": self.complaints.append,
                **_sasl(config, secrets),
            }
        )

    def close(self) -> None:
        """Close the connections."""
        self.consumer.close()

    def metadata(self, deadline: Deadline, topic: str | None = None) -> Any:
        """The cluster's description of itself."""
        found = self._describe(deadline, topic)
        # A cluster tells its clients where to go on: these addresses are judged like the first ones.
        for broker in found.brokers.values():
            reach(broker.host, broker.port, self._policy, deadline)
        return found

    def _describe(self, deadline: Deadline, topic: str | None) -> Any:
        """Ask in short turns: only in between does the library hand over its complaints."""
        while True:
            try:
                if topic:
                    return self.consumer.list_topics(topic, timeout=deadline.left(_TURN))
                return self.consumer.list_topics(timeout=deadline.left(_TURN))
            except KafkaException as problem:
                self.consumer.poll(0)
                if deadline.passed or any(map(_reason, self.complaints)):
                    raise StoreError(self.explain_error(problem.args[0])) from None

    def partitions(self, topic: str, deadline: Deadline) -> list[int]:
        """The numbers of a topic's partitions."""
        found = self.metadata(deadline, topic).topics.get(topic)
        if found is None or (found.error and found.error.code() == KafkaError.UNKNOWN_TOPIC_OR_PART):
            raise StoreError(f"There is no topic {topic} in this cluster.")
        if found.error:
            raise StoreError(f"Kafka says about the topic {topic}: {found.error.str()}.")
        return sorted(found.partitions)

    def newest(self, topic: str, count: int, deadline: Deadline) -> list[Message]:
        """The `count` newest records over all partitions, newest first."""
        partitions = self.partitions(topic, deadline)
        try:
            messages = list(self._read(topic, partitions, count, deadline))
        except KafkaException as problem:
            raise StoreError(self.explain_error(problem.args[0])) from None
        messages.sort(key=lambda message: (message.timestamp()[1], message.offset() or 0), reverse=True)
        return messages[:count]

    def _read(self, topic: str, partitions: list[int], count: int, deadline: Deadline) -> Iterator[Message]:
        """At most the last `count` records of each partition, up to the end as it is now."""
        ends: dict[int, int] = {}
        for partition in partitions:
            place = TopicPartition(topic, partition, OFFSET_END)
            low, high = self.bounds(place, deadline)
            if high > low:
                ends[partition] = high
                self.consumer.incremental_assign([TopicPartition(topic, partition, max(low, high - count))])
        while ends and not deadline.passed:
            message = self.consumer.poll(deadline.left(0.2))
            if message is None:
                self.drop_finished(topic, ends)
                continue
            error = message.error()
            if error:
                raise KafkaException(error)
            number, offset = message.partition(), message.offset()
            if number is not None and offset is not None and number in ends:
                yield message
                if offset + 1 >= ends[number]:
                    del ends[number]

    def bounds(self, place: TopicPartition, deadline: Deadline) -> tuple[int, int]:
        """First offset and end of a partition. One without a leader at the moment is asked again."""
        while True:
            try:
                low, high = self.consumer.get_watermark_offsets(place, timeout=deadline.left(3))
                return int(low), int(high)
            except KafkaException as problem:
                if deadline.passed or problem.args[0].code() in _FORBIDDEN:
                    raise
                self.consumer.poll(_PAUSE)

    def drop_finished(self, topic: str, ends: dict[int, int]) -> None:
        """Transaction markers take offsets too: a partition may end without a last record to see."""
        for place in self.consumer.position([TopicPartition(topic, partition) for partition in ends]):
            if place.offset >= ends[place.partition]:
                del ends[place.partition]

    def explain_error(self, error: KafkaError) -> str:
        """The sentence that the complaints so far, or else this error, come to."""
        at = self.config.bootstrap_servers
        for reason in map(_reason, (*self.complaints, error)):
            if reason:
                return reason.format(at=at, user=self.config.username)
        if error.code() in _FORBIDDEN:
            return f"The user {self.config.username} may not read this: {error.str()}."
        return (
            f"Kafka at {at} did not answer within 5 s. Check the address, the port and the security protocol."
        )


@contextmanager
def connected(config: Config, secrets: Secrets, policy: EgressPolicy, deadline: Deadline) -> Iterator[Client]:
    problem: StoreError | None = None
    for host, port in config.servers:
        try:
            reach(host, port, policy, deadline)
            problem = None
            break
        except StoreError as refused:
            problem = problem or refused
    if problem:
        raise problem
    with closing(Client(config, secrets, policy)) as client:
        yield client


def _sasl(config: Config, secrets: Secrets) -> dict[str, str]:
    if not config.uses_sasl:
        return {}
    return {
        "sasl.mechanism": config.sasl_mechanism or "",
        "sasl.username": config.username or "",
        "sasl.password": secrets.get("password", ""),
    }


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


def _reason(error: KafkaError) -> str | None:
    """What a complaint of librdkafka means for the person; None when it explains nothing.

    The order matters: the library calls several different things an authentication error.
    """
    text, code = error.str(), error.code()
    if "PLAINTEXT broker listener" in text or "current SASL state" in text or "security.protocol" in text:
        return "{at} closed the connection: it wants another security protocol, or is not Kafka."
    if "supported mechanisms" in text:
        return "Kafka at {at} does not offer this SASL mechanism."
    if code == KafkaError._AUTHENTICATION:
        return "Kafka at {at} refused the user {user} or the password."
    if code == KafkaError._SSL or "SSL handshake failed" in text:
        return "The encrypted connection to {at} failed: check the protocol and the broker's certificate."
    return None


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
