"""The demo's data: a stream of shop orders, some of them out of order and a few of them late."""

import argparse
import json
import random
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from confluent_kafka import KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient, NewTopic

TOPIC = "orders"
PARTITIONS = 2
# A city, how busy it is, its currency, and a usual basket there.
_CITIES = (
    ("London", 9, "GBP", 42),
    ("Paris", 8, "EUR", 47),
    ("Berlin", 7, "EUR", 39),
    ("Madrid", 5, "EUR", 35),
    ("Zürich", 3, "CHF", 88),
    ("Stockholm", 3, "SEK", 460),
    ("Warsaw", 4, "PLN", 170),
    ("Lisbon", 2, "EUR", 31),
)
_CUSTOMERS = (
    "Ada",
    "Ben",
    "Chloé",
    "Dmitri",
    "Elif",
    "Farah",
    "Goran",
    "Hana",
    "Ines",
    "Jonas",
    "Kim",
    "Luca",
)
_OUT_OF_ORDER = 0.15
_LATE = 0.02


@dataclass
class OrderGenerator:
    """A reproducible generator of orders."""

    rng: random.Random
    next_number: int = 1

    def next_order(self, now: datetime) -> dict[str, Any]:
        """The next order, as it would arrive at `now`; its own time may lie in the past."""
        city, _, currency, basket = self.rng.choices(_CITIES, weights=[row[1] for row in _CITIES])[0]
        amount = Decimal(max(1.0, self.rng.lognormvariate(0, 0.6) * basket)).quantize(Decimal("0.01"))
        number, self.next_number = self.next_number, self.next_number + 1
        return {
            "order_id": f"{now:%y%m%d%H%M%S}-{number:06d}",
            "customer": f"{self.rng.choice(_CUSTOMERS).lower()}-{self.rng.randint(1, 250):03d}",
            "city": city,
            "amount": float(amount),
            "currency": currency,
            "order_time": _format_timestamp(now - self._sample_delay()),
        }

    def _sample_delay(self) -> timedelta:
        """Sample the delay between the order's time and its arrival."""
        chance = self.rng.random()
        if chance < _LATE:
            return timedelta(seconds=self.rng.uniform(30, 180))
        if chance < _LATE + _OUT_OF_ORDER:
            return timedelta(seconds=self.rng.uniform(0.5, 4))
        return timedelta(milliseconds=self.rng.uniform(0, 200))


def _format_timestamp(moment: datetime) -> str:
    """A timestamp as Flink's JSON format reads it: SQL style, in UTC, without a zone."""
    return f"{moment:%Y-%m-%d %H:%M:%S}.{moment.microsecond // 1000:03d}"


def ensure_topic(broker: str, topic: str, partitions: int = PARTITIONS, deadline: float = 30) -> None:
    """Create the topic unless it exists.

    Raises:
        TimeoutError: The topic has no leader after `deadline` seconds.
        KafkaException: The broker still refuses after `deadline` seconds.
    """
    admin = AdminClient({"bootstrap.servers": broker, "log_level": 0})
    until = time.monotonic() + deadline
    while True:
        try:
            admin.create_topics([NewTopic(topic, partitions, 1)], request_timeout=5)[topic].result(timeout=10)
        except KafkaException as problem:
            known = problem.args[0].code() == KafkaError.TOPIC_ALREADY_EXISTS
            if not known and time.monotonic() > until:
                raise
        if _has_leaders(admin, topic):
            return
        if time.monotonic() > until:
            raise TimeoutError(f"The topic {topic} has no leader yet.")
        time.sleep(0.05)


def _has_leaders(admin: AdminClient, topic: str) -> bool:
    """Whether every partition has a leader, without which it can't be written or read."""
    try:
        found = admin.list_topics(topic, timeout=5).topics[topic]
    except KafkaException:
        return False
    return not found.error and all(part.leader >= 0 and not part.error for part in found.partitions.values())


def iter_ticks(rate: float, stop: threading.Event) -> Iterator[datetime]:
    """Yield the current time `rate` times a second until `stop` is set."""
    due = time.monotonic()
    while not stop.wait(max(0.0, due - time.monotonic())):
        # After a pause (a laptop asleep) continue from now; don't catch up on the missed ticks.
        due = max(due + 1 / rate, time.monotonic() - 1)
        yield datetime.now(UTC)


def main() -> None:
    """Write orders until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser(description="Write demo orders to Kafka.")
    parser.add_argument("--broker", required=True)
    parser.add_argument("--topic", default=TOPIC)
    parser.add_argument("--rate", type=float, default=20.0, help="orders a second")
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args()

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    ensure_topic(options.broker, options.topic)
    producer = Producer({"bootstrap.servers": options.broker, "linger.ms": 20, "enable.idempotence": True})
    orders = OrderGenerator(random.Random(options.seed))  # noqa: S311 - demo data
    for count, now in enumerate(iter_ticks(options.rate, stop)):
        order = orders.next_order(now)
        producer.produce(options.topic, json.dumps(order, ensure_ascii=False), key=order["order_id"])
        producer.poll(0)
        if count == 0 and producer.flush(30) == 0:
            print("Writing orders", flush=True)
    producer.flush(5)


if __name__ == "__main__":
    main()
