"""Records of a Kafka topic for a data pack: the first ones, the last ones, or those that come now.

Nothing is consumed: no group is joined, no offset kept. Everything is held in memory, at most `MAX_BYTES`,
so that whoever keeps the records can mask them before they touch a disk.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from confluent_kafka import OFFSET_END, KafkaError, KafkaException, Message, TopicPartition

from penstock.connectors.kafka.client.store import Client, Config, connected
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import Deadline, Secrets, StoreError
from penstock.testkit.pack_reader import MAX_BYTES

_AT_ONCE = 500
_TURN = 0.2
_PROGRESS_SECONDS = 1.0
_AWAY = (KafkaError._ALL_BROKERS_DOWN, KafkaError._TRANSPORT, KafkaError._RESOLVE)

Progress = Callable[[int], None]


@dataclass(frozen=True)
class RecordingRequest:
    """What to record: at most so many records, for at most so many seconds."""

    topic: str
    rows: int
    seconds: float
    start: Literal["now", "earliest", "latest"]


@dataclass(frozen=True)
class RecordedBatch:
    """Values in the order of their arrival, and how many records had none (tombstones).

    `note` is a sentence when something else than the wish ended the recording.
    """

    values: list[bytes]
    without_value: int = 0
    note: str = ""


class _Record(NamedTuple):
    """A value with its place. `moment` never falls within a partition, whose order is kept."""

    moment: int
    partition: int
    offset: int
    value: bytes


def record(
    config: Config,
    secrets: Secrets,
    wanted: RecordingRequest,
    *,
    policy: EgressPolicy,
    progress: Progress = lambda _: None,
) -> RecordedBatch:
    """Read what is wanted; raises StoreError with a sentence, and whatever `progress` raises to end it.

    `progress` is told about once a second how many records there are.
    """
    deadline = Deadline()
    with connected(config, secrets, policy, deadline) as client:
        partitions = client.partitions(wanted.topic, deadline)
        try:
            reading = _Reading(client, wanted, {p: _span(client, wanted, p, deadline) for p in partitions})
            return reading.run(progress)
        except KafkaException as problem:
            raise StoreError(_sentence(client, wanted, problem.args[0])) from None


def _span(client: Client, wanted: RecordingRequest, partition: int, deadline: Deadline) -> tuple[int, int]:
    """Where to begin in a partition, and its end as it is now."""
    low, high = client.bounds(TopicPartition(wanted.topic, partition, OFFSET_END), deadline)
    begin = {"now": high, "earliest": low, "latest": max(low, high - wanted.rows)}
    return begin[wanted.start], high


def _sentence(client: Client, wanted: RecordingRequest, error: KafkaError) -> str:
    if error.code() == KafkaError.UNKNOWN_TOPIC_OR_PART:
        return f"The topic {wanted.topic} was deleted during the recording."
    return client.explain_error(error)


@dataclass
class _Reading:
    """One recording under way."""

    client: Client
    wanted: RecordingRequest
    spans: dict[int, tuple[int, int]]
    kept: dict[int, list[_Record]] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    """Partitions that are still to be read, and up to where; none when new records are waited for."""
    count: int = 0
    bytes: int = 0
    without_value: int = 0
    note: str = ""

    def run(self, progress: Progress) -> RecordedBatch:
        until = time.monotonic() + self.wanted.seconds
        self._assign()
        told = time.monotonic()
        while not self._complete():
            left = until - time.monotonic()
            if left <= 0:
                self._time_is_up()
                break
            self._turn(min(left, _TURN))
            if time.monotonic() - told >= _PROGRESS_SECONDS:
                told = time.monotonic()
                progress(min(self.count, self.wanted.rows))
        return RecordedBatch([one.value for one in self._chosen()], self.without_value, self.note)

    def _assign(self) -> None:
        waiting = self.wanted.start == "now"
        for partition, (begin, end) in self.spans.items():
            self.kept[partition] = []
            if waiting or begin < end:
                self.client.consumer.incremental_assign([self._place(partition, begin)])
            if not waiting and begin < end:
                self.ends[partition] = end

    def _place(self, partition: int, offset: int = OFFSET_END) -> TopicPartition:
        return TopicPartition(self.wanted.topic, partition, offset)

    def _complete(self) -> bool:
        if self.note:
            return True
        return self.count >= self.wanted.rows if self.wanted.start == "now" else not self.ends

    def _turn(self, seconds: float) -> None:
        messages = self.client.consumer.consume(_AT_ONCE, seconds)
        for message in messages:
            if self._complete():
                return
            self._take(message)
        if not messages:
            if self.ends:
                self.client.drop_finished(self.wanted.topic, self.ends)
            if any(complaint.code() in _AWAY for complaint in self.client.complaints):
                self._require_answer()

    def _take(self, message: Message) -> None:
        error, partition, offset = message.error(), message.partition(), message.offset()
        if error:
            raise KafkaException(error)
        if partition is None or offset is None or partition not in self.kept:
            return
        if self.wanted.start == "now":
            self._keep(message, partition, offset)
            return
        end = self.ends.get(partition, 0)
        if offset < end:
            self._keep(message, partition, offset)
        full = self.wanted.start == "earliest" and len(self.kept[partition]) >= self.wanted.rows
        if full or offset + 1 >= end:
            self._leave(partition)

    def _leave(self, partition: int) -> None:
        """Read no further in a partition; what is fetched already may still come, and is passed over."""
        if self.ends.pop(partition, None) is not None:
            self.client.consumer.incremental_unassign([self._place(partition)])

    def _keep(self, message: Message, partition: int, offset: int) -> None:
        value = message.value()
        if value is None:
            self.without_value += 1
            return
        data = value if isinstance(value, bytes) else str(value).encode()
        if self.bytes + len(data) > MAX_BYTES:
            self._too_much()
            return
        kept = self.kept[partition]
        moment = max(message.timestamp()[1], kept[-1].moment if kept else 0)
        kept.append(_Record(moment, partition, offset, data))
        self.bytes += len(data)
        self.count += 1

    def _too_much(self) -> None:
        size = f"{MAX_BYTES // 1024 // 1024} MB"
        if self.wanted.start == "latest":
            raise StoreError(
                f"The last {self.wanted.rows} records of each partition take more than {size}: record fewer."
            )
        self.note = f"It ended at {size}, the most that is taken."

    def _time_is_up(self) -> None:
        """Nothing may have come because nothing was there, or because nobody answers any more."""
        self._require_answer()
        self.note = f"It ended after {self.wanted.seconds:g} s."

    def _require_answer(self) -> None:
        """Raise StoreError when the cluster is gone; forget complaints that it has overcome."""
        try:
            self.client.bounds(self._place(min(self.spans)), Deadline())
        except KafkaException:
            at = self.client.config.bootstrap_servers
            raise StoreError(f"Kafka at {at} stopped answering during the recording.") from None
        self.client.complaints.clear()

    def _chosen(self) -> list[_Record]:
        merged = heapq.merge(*self.kept.values(), key=lambda one: one[:2])
        found = list(merged)
        return found[-self.wanted.rows :] if self.wanted.start == "latest" else found[: self.wanted.rows]
