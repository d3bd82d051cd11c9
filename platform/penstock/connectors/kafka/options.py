"""Which options of Flink's Kafka connector a person may give."""

from penstock.operators import formats
from penstock.operators.option_policy import OptionPolicy, prefixed

_KEY_AND_VALUE = tuple(f"{side}{name}" for side in ("key.", "value.") for name in formats.OPTIONS)

_CLIENT = prefixed(
    "properties.",
    "client.id client.rack client.dns.lookup request.timeout.ms retry.backoff.ms reconnect.backoff.ms "
    "reconnect.backoff.max.ms connections.max.idle.ms metadata.max.age.ms send.buffer.bytes "
    "receive.buffer.bytes socket.connection.setup.timeout.ms socket.connection.setup.timeout.max.ms",
)
_CONSUMER = prefixed(
    "properties.",
    "heartbeat.interval.ms session.timeout.ms max.poll.interval.ms max.poll.records fetch.min.bytes "
    "fetch.max.bytes fetch.max.wait.ms max.partition.fetch.bytes auto.offset.reset isolation.level "
    "default.api.timeout.ms check.crcs enable.auto.commit auto.commit.interval.ms "
    "partition.discovery.interval.ms commit.offsets.on.checkpoint",
)
_PRODUCER = prefixed(
    "properties.",
    "acks linger.ms batch.size buffer.memory compression.type delivery.timeout.ms max.block.ms "
    "max.in.flight.requests.per.connection max.request.size retries enable.idempotence "
    "transaction.timeout.ms partitioner.ignore.keys",
)
_KAFKA_REFUSED = (
    *prefixed("properties.", "sasl.* security.* ssl.* *ssl.* interceptor.classes config.providers*"),
    *prefixed("properties.", "metric.reporters *.reporters* *.class *.classes *.class.* *keystore*"),
    *prefixed("properties.", "*truststore* *.location *.url *.file *.path *jaas* *.callback.* *serializer"),
    *prefixed("properties.", "partition.assignment.strategy bootstrap.* transactional.id"),
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

SOURCE = OptionPolicy(
    allowed=(
        *prefixed("scan.", "topic-partition-discovery.interval bounded.mode bounded.specific-offsets"),
        *prefixed("scan.", "bounded.timestamp-millis watermark.emit.strategy watermark.emit.on-event.gap"),
        *prefixed("scan.watermark.alignment.", "group max-drift update-interval"),
        *formats.OPTIONS,
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
SINK = OptionPolicy(
    allowed=(
        *prefixed("sink.buffer-flush.", "max-rows interval"),
        *formats.OPTIONS,
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
