"""Kafka in one process: broker and controller (KRaft)."""

import base64
import uuid

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from penstock.local.errors import LocalError
from penstock.local.ports import HOST
from penstock.local.process import Child
from penstock.local.services.base import Service
from penstock.local.stack_config import Site

_HEAP = "-Xmx384m"


class Kafka(Service):
    """A single node. Topics are made on purpose, never by a typing error."""

    name = "kafka"
    stop_within = 20.0

    @property
    def ports(self) -> tuple[str, ...]:
        """Where clients connect, and the controller's own port."""
        return ("kafka", "kafka-controller")

    def prepare(self, site: Site) -> None:
        """Write the configuration and format the storage at the first start."""
        folder = site.folder("kafka")
        settings = "".join(f"{key}={value}\n" for key, value in self.settings(site).items())
        (folder / "server.properties").write_text(settings)
        (folder / "log4j2.properties").write_text(_LOGGING)
        if (folder / "storage" / "meta.properties").exists():
            return
        identifier = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        tool = [
            "kafka.tools.StorageTool",
            "format",
            # In one word: the identifier may begin with a hyphen.
            f"--cluster-id={identifier}",
            "--config",
            str(folder / "server.properties"),
        ]
        # A short-lived JVM is quicker without its optimising compiler.
        command = [*self._java(site, "-XX:TieredStopAtLevel=1"), *tool]
        child = Child(command, site.bare_env(), folder, site.log("kafka-format"))
        code = child.wait(self.ready_within)
        child.kill()
        if code != 0:
            raise LocalError(f"Kafka's storage could not be prepared:\n{child.tail()}")

    def settings(self, site: Site) -> dict[str, object]:
        """The broker's configuration."""
        controller = site.address("kafka-controller")
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{controller}",
            "listeners": f"PLAINTEXT://{site.address('kafka')},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{site.address('kafka')}",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "log.dirs": site.folder("kafka") / "storage",
            "auto.create.topics.enable": "false",
            "num.partitions": 2,
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            # Group start-up without the three seconds in which a real cluster waits for more members.
            "group.initial.rebalance.delay.ms": 0,
            "log.retention.hours": 24,
            "log.segment.bytes": 64 * 1024 * 1024,
        }

    def command(self, site: Site) -> list[str]:
        """The broker in the foreground."""
        return [*self._java(site), "kafka.Kafka", str(site.folder("kafka") / "server.properties")]

    def ready(self, site: Site, child: Child) -> bool:
        """Whether the broker lists itself to a client."""
        del child
        # librdkafka logs each refused connection to stderr unless told not to.
        client = AdminClient(
            {"bootstrap.servers": f"{HOST}:{site.ports['kafka']}", "log_level": 0, "socket.timeout.ms": 1000}
        )
        try:
            return len(client.list_topics(timeout=1).brokers) > 0
        except KafkaException:
            return False

    def _java(self, site: Site, *more: str) -> list[str]:
        logging = site.folder("kafka") / "log4j2.properties"
        return [
            *(str(site.installation.java), _HEAP, "-XX:+UseSerialGC", "-Djava.awt.headless=true", *more),
            f"-Dlog4j2.configurationFile={logging}",
            *("-cp", site.installation.kafka_classpath),
        ]


_LOGGING = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%d] %p %m (%c)%n
rootLogger.level = WARN
rootLogger.appenderRef.console.ref = console
"""
