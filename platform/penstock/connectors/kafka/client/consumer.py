"""A Kafka consumer that only looks: without group or offsets, and at allowed addresses only."""

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from typing import Any

from confluent_kafka import OFFSET_END, Consumer, KafkaError, KafkaException, Message, TopicPartition

from penstock.connectors.kafka.connector import KafkaConfig
from penstock.network.egress import EgressPolicy, Endpoint, UnknownHost, check_host, reach
from penstock.network.store_client import Deadline, StoreError
from penstock.operators.connector_config import Secrets, in_url

_FORBIDDEN = (KafkaError.TOPIC_AUTHORIZATION_FAILED, KafkaError.CLUSTER_AUTHORIZATION_FAILED)
_TURN, _PAUSE = 0.5, 0.1
_LARGEST_MESSAGE = 2 * 1024 * 1024


class TopicConsumer:
    """A consumer that belongs to no group, and what it complained about."""

    def __init__(self, config: KafkaConfig, secrets: Secrets, policy: EgressPolicy, server: str) -> None:
        """A consumer that starts at `server`, one `host:port` that was judged."""
        self.config, self._policy = config, policy
        self.complaints: list[KafkaError] = []
        self.consumer = Consumer(
            {
                "bootstrap.servers": server,
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
        """The cluster's description of itself.

        Raises:
            StoreError: No broker answers, or one is at an address that data sources may not use.
        """
        found = self._describe(deadline, topic)
        # A cluster sends its clients to further addresses: these are checked like the first ones.
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
                if deadline.is_expired or any(map(_reason, self.complaints)):
                    raise StoreError(self.explain_error(problem.args[0])) from None

    def partitions(self, topic: str, deadline: Deadline) -> list[int]:
        """The numbers of a topic's partitions.

        Raises:
            StoreError: There is no such topic, the user may not see it, or no broker answers.
        """
        found = self.metadata(deadline, topic).topics.get(topic)
        if found is None or (found.error and found.error.code() == KafkaError.UNKNOWN_TOPIC_OR_PART):
            raise StoreError(f"There is no topic {topic} in this cluster.")
        if found.error:
            raise StoreError(f"Kafka says about the topic {topic}: {found.error.str()}.")
        return sorted(found.partitions)

    def newest(self, topic: str, count: int, deadline: Deadline) -> list[Message]:
        """The `count` newest records over all partitions, newest first.

        Raises:
            StoreError: There is no such topic, the user may not read it, or no broker answers.
        """
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
        while ends and not deadline.is_expired:
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
        """First offset and end of a partition. One without a leader at the moment is asked again.

        Raises:
            KafkaException: The partition's leader does not answer in time, or the user may not read it.
        """
        while True:
            try:
                low, high = self.consumer.get_watermark_offsets(place, timeout=deadline.left(3))
                return int(low), int(high)
            except KafkaException as problem:
                if deadline.is_expired or problem.args[0].code() in _FORBIDDEN:
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
def connected(
    config: KafkaConfig, secrets: Secrets, policy: EgressPolicy, deadline: Deadline
) -> Iterator[TopicConsumer]:
    """A consumer of the cluster, closed afterwards.

    Raises:
        StoreError: No broker can be reached, or one of them is not allowed.
    """
    endpoint = _first_endpoint(config, policy, deadline)
    # With TLS the broker's certificate proves the name. Without, a second look-up could give another address.
    host = endpoint.host if config.security_protocol.endswith("SSL") else endpoint.address
    with closing(TopicConsumer(config, secrets, policy, f"{in_url(host)}:{endpoint.port}")) as consumer:
        yield consumer


def _first_endpoint(config: KafkaConfig, policy: EgressPolicy, deadline: Deadline) -> Endpoint:
    """The first bootstrap server that answers; none is asked when one of them is not allowed."""
    for host, _ in config.servers:
        with suppress(UnknownHost):
            check_host(host, policy, deadline)
    problem: StoreError | None = None
    for host, port in config.servers:
        try:
            return reach(host, port, policy, deadline)
        except StoreError as refused:
            problem = problem or refused
    raise problem or StoreError("No bootstrap server is given.")


def _sasl(config: KafkaConfig, secrets: Secrets) -> dict[str, str]:
    if not config.uses_sasl:
        return {}
    return {
        "sasl.mechanism": config.sasl_mechanism or "",
        "sasl.username": config.username or "",
        "sasl.password": secrets.get("password", ""),
    }


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
