"""Records of a Kafka topic for a data pack: the first ones, the last ones, or those that come now.

Nothing is consumed: no group is joined, no offset kept. Everything is held in memory, so that the caller can
mask the records before they touch a disk.
"""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, field
from typing import NamedTuple

from confluent_kafka import OFFSET_END, KafkaError, KafkaException, Message, TopicPartition

from penstock.connectors.kafka.client.consumer import TopicConsumer
from penstock.network.store_client import Deadline, Progress, RecordedBatch, RecordingRequest, StoreError

_AT_ONCE = 500
_TURN = 0.2
_PROGRESS_SECONDS = 1.0
_AWAY = (KafkaError._ALL_BROKERS_DOWN, KafkaError._TRANSPORT, KafkaError._RESOLVE)


class _Record(NamedTuple):
    """A value with its place. `moment` never falls within a partition, whose order is kept."""

    moment: int
    partition: int
    offset: int
    value: bytes


def record(
    consumer: TopicConsumer, request: RecordingRequest, progress: Progress, deadline: Deadline
) -> RecordedBatch:
    """Read what is requested.

    Args:
        consumer: a connected consumer without partitions.
        request: what to read, and the limits.
        progress: called about once a second with the number of records; what it raises ends the recording.
        deadline: the time for finding the topic's partitions, not for the recording.

    Raises:
        StoreError: The topic is gone, or the cluster stopped answering; a sentence.
    """
    partitions = consumer.partitions(request.topic, deadline)
    try:
        spans = {partition: _span(consumer, request, partition, deadline) for partition in partitions}
        return _Recording(consumer, request, spans).run(progress)
    except KafkaException as problem:
        raise StoreError(_sentence(consumer, request, problem.args[0])) from None


def _span(
    consumer: TopicConsumer, request: RecordingRequest, partition: int, deadline: Deadline
) -> tuple[int, int]:
    """Where to begin in a partition, and its end as it is now."""
    low, high = consumer.bounds(TopicPartition(request.topic, partition, OFFSET_END), deadline)
    begin = {"now": high, "earliest": low, "latest": max(low, high - request.rows)}
    return begin[request.start], high


def _sentence(consumer: TopicConsumer, request: RecordingRequest, error: KafkaError) -> str:
    if error.code() == KafkaError.UNKNOWN_TOPIC_OR_PART:
        return f"The topic {request.topic} was deleted during the recording."
    return consumer.explain_error(error)


@dataclass
class _Recording:
    """One recording under way."""

    consumer: TopicConsumer
    request: RecordingRequest
    spans: dict[int, tuple[int, int]]
    kept: dict[int, list[_Record]] = field(default_factory=dict)
    ends: dict[int, int] = field(default_factory=dict)
    """Partitions that are still to be read, and up to where; none when new records are waited for."""
    count: int = 0
    bytes: int = 0
    without_value: int = 0
    note: str = ""

    def run(self, progress: Progress) -> RecordedBatch:
        until = time.monotonic() + self.request.seconds
        self._assign()
        reported = time.monotonic()
        while not self._complete():
            left = until - time.monotonic()
            if left <= 0:
                self._time_is_up()
                break
            self._turn(min(left, _TURN))
            if time.monotonic() - reported >= _PROGRESS_SECONDS:
                reported = time.monotonic()
                progress(min(self.count, self.request.rows))
        return RecordedBatch([one.value for one in self._chosen()], self.without_value, self.note)

    def _assign(self) -> None:
        waiting = self.request.start == "now"
        for partition, (begin, end) in self.spans.items():
            self.kept[partition] = []
            if waiting or begin < end:
                self.consumer.consumer.incremental_assign([self._place(partition, begin)])
            if not waiting and begin < end:
                self.ends[partition] = end

    def _place(self, partition: int, offset: int = OFFSET_END) -> TopicPartition:
        return TopicPartition(self.request.topic, partition, offset)

    def _complete(self) -> bool:
        if self.note:
            return True
        return self.count >= self.request.rows if self.request.start == "now" else not self.ends

    def _turn(self, seconds: float) -> None:
        messages = self.consumer.consumer.consume(_AT_ONCE, seconds)
        for message in messages:
            if self._complete():
                return
            self._take(message)
        if not messages:
            if self.ends:
                self.consumer.drop_finished(self.request.topic, self.ends)
            if any(complaint.code() in _AWAY for complaint in self.consumer.complaints):
                self._require_answer()

    def _take(self, message: Message) -> None:
        error, partition, offset = message.error(), message.partition(), message.offset()
        if error:
            raise KafkaException(error)
        if partition is None or offset is None or partition not in self.kept:
            return
        if self.request.start == "now":
            self._keep(message, partition, offset)
            return
        end = self.ends.get(partition, 0)
        if offset < end:
            self._keep(message, partition, offset)
        full = self.request.start == "earliest" and len(self.kept[partition]) >= self.request.rows
        if full or offset + 1 >= end:
            self._leave(partition)

    def _leave(self, partition: int) -> None:
        """Read no further in a partition; what is fetched already may still come, and is passed over."""
        if self.ends.pop(partition, None) is not None:
            self.consumer.consumer.incremental_unassign([self._place(partition)])

    def _keep(self, message: Message, partition: int, offset: int) -> None:
        value = message.value()
        if value is None:
            self.without_value += 1
            return
        data = value if isinstance(value, bytes) else str(value).encode()
        if self.bytes + len(data) > self.request.max_bytes:
            self._too_much()
            return
        kept = self.kept[partition]
        moment = max(message.timestamp()[1], kept[-1].moment if kept else 0)
        kept.append(_Record(moment, partition, offset, data))
        self.bytes += len(data)
        self.count += 1

    def _too_much(self) -> None:
        size = f"{self.request.max_bytes // 1024 // 1024} MB"
        if self.request.start == "latest":
            raise StoreError(
                f"The last {self.request.rows} records of each partition take more than {size}: record fewer."
            )
        self.note = f"It ended at {size}, the most that is taken."

    def _time_is_up(self) -> None:
        """Nothing may have come because nothing was there, or because nobody answers any more."""
        self._require_answer()
        self.note = f"It ended after {self.request.seconds:g} s."

    def _require_answer(self) -> None:
        """Raise StoreError when the cluster is gone; forget complaints that it has overcome."""
        try:
            self.consumer.bounds(self._place(min(self.spans)), Deadline())
        except KafkaException:
            at = self.consumer.config.bootstrap_servers
            raise StoreError(f"Kafka at {at} stopped answering during the recording.") from None
        self.consumer.complaints.clear()

    def _chosen(self) -> list[_Record]:
        merged = heapq.merge(*self.kept.values(), key=lambda one: one[:2])
        found = list(merged)
        return found[-self.request.rows :] if self.request.start == "latest" else found[: self.request.rows]
