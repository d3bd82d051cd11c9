"""Which extra options a person may give: known ones pass, unknown ones warn, unsafe ones are refused.

Unsafe is what names a class, file or address for the cluster to load, or replaces what a data source
guards. Names are compared without regard to case, since drivers do not regard it either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from penstock.graph.problems import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class OptionPolicy:
    """Patterns (`*` stands for anything) of options: those that pass, those that are refused, and those
    that have a field of their own, with the name of that field.

    `strict` refuses what is not known instead of warning.
    """

    allowed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    strict: tuple[str, ...] = ()

    def check(self, options: Mapping[str, object], field: str = "options") -> Iterator[Problem]:
        """What is wrong with these options; `field` is where they stand."""
        for name, value in options.items():
            place = f"{field}.{name}"
            if not name or any(ord(c) < 32 for c in name + str(value)):
                sentence = f"The option {name!r} holds a control character or has no name."
                yield Problem("bad-option", sentence, field=place)
            else:
                yield from self._check(name, place)

    def _check(self, name: str, place: str) -> Iterator[Problem]:
        key = name.lower()
        owner = next((title for pattern, title in self.own if fnmatchcase(key, pattern)), None)
        if owner:
            yield Problem("own-option", f"The option {name} is set by the field {owner}.", field=place)
        elif _any(key, self.refused):
            sentence = f"The option {name} is not permitted: it could reach beyond this job."
            yield Problem("forbidden-option", sentence, field=place)
        elif not _any(key, self.allowed):
            near = did_you_mean(name, (p for p in self.allowed if "*" not in p))
            if _any(key, self.strict):
                sentence = f"The option {name} is not among the permitted ones.{near}"
                yield Problem("forbidden-option", sentence, field=place)
            else:
                sentence = f"The option {name} is not known; it is passed on as it is.{near}"
                yield Problem("unknown-option", sentence, severity="warning", field=place)


def _any(key: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)


def _prefixed(prefix: str, names: str) -> tuple[str, ...]:
    return tuple(prefix + name for name in names.split())


_FORMATS = (
    *_prefixed("json.", "fail-on-missing-field timestamp-format.standard map-null-key.mode"),
    *_prefixed("json.", "map-null-key.literal encode.decimal-as-plain-number encode.ignore-null-fields"),
    *_prefixed("json.", "ignore-parse-errors decode.json-parser.enabled"),
    *_prefixed("csv.", "field-delimiter disable-quote-character quote-character allow-comments null-literal"),
    *_prefixed("csv.", "array-element-delimiter escape-character write-bigdecimal-in-scientific-notation"),
    *_prefixed("csv.", "ignore-parse-errors"),
    *_prefixed("avro.", "encoding timestamp_mapping.legacy"),
    *_prefixed("debezium-json.", "schema-include timestamp-format.standard ignore-parse-errors"),
    *_prefixed("canal-json.", "database.include table.include timestamp-format.standard ignore-parse-errors"),
    *_prefixed("raw.", "charset endianness"),
)
_KEY_AND_VALUE = tuple(f"{side}{name}" for side in ("key.", "value.") for name in _FORMATS)

_CLIENT = _prefixed(
    "properties.",
    "client.id client.rack client.dns.lookup request.timeout.ms retry.backoff.ms reconnect.backoff.ms "
    "reconnect.backoff.max.ms connections.max.idle.ms metadata.max.age.ms send.buffer.bytes "
    "receive.buffer.bytes socket.connection.setup.timeout.ms socket.connection.setup.timeout.max.ms",
)
_CONSUMER = _prefixed(
    "properties.",
    "heartbeat.interval.ms session.timeout.ms max.poll.interval.ms max.poll.records fetch.min.bytes "
    "fetch.max.bytes fetch.max.wait.ms max.partition.fetch.bytes auto.offset.reset isolation.level "
    "default.api.timeout.ms check.crcs enable.auto.commit auto.commit.interval.ms "
    "partition.discovery.interval.ms commit.offsets.on.checkpoint",
)
_PRODUCER = _prefixed(
    "properties.",
    "acks linger.ms batch.size buffer.memory compression.type delivery.timeout.ms max.block.ms "
    "max.in.flight.requests.per.connection max.request.size retries enable.idempotence "
    "transaction.timeout.ms partitioner.ignore.keys",
)
_KAFKA_REFUSED = (
    *_prefixed("properties.", "sasl.* security.* ssl.* *ssl.* interceptor.classes config.providers*"),
    *_prefixed("properties.", "metric.reporters *.reporters* *.class *.classes *.class.* *keystore*"),
    *_prefixed("properties.", "*truststore* *.location *.url *.file *.path *jaas* *.callback.* *serializer"),
    *_prefixed("properties.", "partition.assignment.strategy bootstrap.* transactional.id"),
    "*.schema-registry.*",
    "*.url",
    "*.path",
)
_KAFKA_OWN = (
    ("connector", "the operator's kind"),
    ("topic", "Topic"),
    ("topic-pattern", "Topic"),
    ("format", "Format"),
    ("value.format", "Format"),
    ("properties.bootstrap.servers", "Data source"),
)

KAFKA_SOURCE = OptionPolicy(
    allowed=(
        *_prefixed("scan.", "topic-partition-discovery.interval bounded.mode bounded.specific-offsets"),
        *_prefixed("scan.", "bounded.timestamp-millis watermark.emit.strategy watermark.emit.on-event.gap"),
        *_prefixed("scan.watermark.alignment.", "group max-drift update-interval"),
        *_FORMATS,
        *_CLIENT,
        *_CONSUMER,
    ),
    refused=_KAFKA_REFUSED,
    own=(
        *_KAFKA_OWN,
        ("scan.startup.*", "Start from"),
        ("properties.group.id", "Consumer group"),
        ("scan.watermark.idle-timeout", "Idle timeout"),
        ("key.format", "Metadata columns"),
        ("key.fields*", "Metadata columns"),
        ("value.fields-include", "Metadata columns"),
    ),
)
KAFKA_SINK = OptionPolicy(
    allowed=(
        *_prefixed("sink.buffer-flush.", "max-rows interval"),
        *_FORMATS,
        *_KEY_AND_VALUE,
        *_CLIENT,
        *_PRODUCER,
    ),
    refused=_KAFKA_REFUSED,
    own=(
        *_KAFKA_OWN,
        ("key.*", "Key columns"),
        ("value.fields-include", "Key columns"),
        ("sink.partitioner", "Partitioner"),
        ("sink.parallelism", "Parallelism"),
        ("sink.delivery-guarantee", "Delivery"),
        ("sink.semantic", "Delivery"),
        ("sink.transactional-id-prefix", "Transactional id prefix"),
    ),
)
JDBC_SINK = OptionPolicy(
    allowed=("sink.max-retries", "connection.max-retry-timeout"),
    own=(
        ("connector", "the operator's kind"),
        ("url", "Data source"),
        ("username", "Data source"),
        ("password", "Data source"),
        ("driver", "Data source"),
        ("table-name", "Table"),
        ("sink.buffer-flush.max-rows", "Batch size"),
        ("sink.buffer-flush.interval", "Flush interval"),
        ("sink.parallelism", "Parallelism"),
    ),
    # A driver's properties load classes and read files.
    refused=("properties.*", "url.*"),
)
PRINT_SINK = OptionPolicy(
    own=(
        ("connector", "the operator's kind"),
        ("print-identifier", "Label"),
        ("standard-error", "Standard error"),
        ("sink.parallelism", "Parallelism"),
    ),
    strict=("*",),
)
JOB = OptionPolicy(
    allowed=(
        "table.exec.*",
        "table.optimizer.*",
        "table.local-time-zone",
        *_prefixed("execution.checkpointing.", "timeout min-pause max-concurrent-checkpoints mode"),
        *_prefixed("execution.checkpointing.", "tolerable-failed-checkpoints unaligned.* alignment-timeout"),
        *_prefixed("execution.checkpointing.", "aligned-checkpoint-timeout snapshot-compression"),
        *_prefixed("execution.checkpointing.", "externalized-checkpoint-retention"),
        *_prefixed("execution.checkpointing.", "checkpoints-after-tasks-finish.enabled num-retained"),
        *_prefixed("pipeline.", "object-reuse auto-watermark-interval max-parallelism operator-chaining.*"),
        *_prefixed("restart-strategy.", "exponential-delay.* fixed-delay.*"),
        *_prefixed("taskmanager.network.", "memory.buffer-debloat.enabled"),
        *_prefixed("state.backend.", "incremental latency-track.*"),
    ),
    own=(
        ("parallelism.default", "Default parallelism"),
        ("execution.checkpointing.interval", "Checkpoint interval"),
        ("table.exec.state.ttl", "State time to live"),
        ("restart-strategy", "Restart strategy"),
        ("restart-strategy.type", "Restart strategy"),
        ("table.exec.mini-batch.enabled", "Mini-batch latency"),
        ("table.exec.mini-batch.allow-latency", "Mini-batch latency"),
    ),
    # The job's configuration reaches the whole cluster process: nothing passes that is not listed.
    strict=("*",),
)
