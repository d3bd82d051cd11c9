"""Kafka in one process: broker and controller (KRaft)."""

import base64
import uuid

from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient

from penstock.local.errors import LocalError
from penstock.local.ports import HOST
from penstock.local.process import ChildProcess
from penstock.local.services.base import Service
from penstock.local.stack_config import StackConfig

_HEAP = "-Xmx384m"


class Kafka(Service):
    """A single node. Topics must be created explicitly, so that a misspelt name is an error."""

    name = "kafka"
    stop_timeout = 20.0

    @property
    def ports(self) -> tuple[str, ...]:
        """Where clients connect, and the controller's own port."""
        return ("kafka", "kafka-controller")

    def prepare(self, config: StackConfig) -> None:
        """Write the configuration and format the storage at the first start.

        Raises:
            LocalError: The storage cannot be formatted.
        """
        folder = config.folder("kafka")
        settings = "".join(f"{key}={value}\n" for key, value in self.settings(config).items())
        (folder / "server.properties").write_text(settings)
        (folder / "log4j2.properties").write_text(_LOGGING)
        if (folder / "storage" / "meta.properties").exists():
            return
        identifier = base64.urlsafe_b64encode(uuid.uuid4().bytes).decode().rstrip("=")
        tool = [
            "kafka.tools.StorageTool",
            "format",
            # As one argument: the identifier may begin with a hyphen.
            f"--cluster-id={identifier}",
            "--config",
            str(folder / "server.properties"),
        ]
        # A short-lived JVM is quicker without its optimising compiler.
        command = [*self._java(config, "-XX:TieredStopAtLevel=1"), *tool]
        child = ChildProcess(command, config.minimal_env(), folder, config.log("kafka-format"))
        code = child.wait(self.ready_timeout)
        child.kill()
        if code != 0:
            raise LocalError(f"Kafka's storage could not be prepared:\n{child.tail()}")

    def settings(self, config: StackConfig) -> dict[str, object]:
        """The broker's configuration."""
        controller = config.address("kafka-controller")
        return {
            "process.roles": "broker,controller",
            "node.id": 1,
            "controller.quorum.voters": f"1@{controller}",
            "listeners": f"PLAINTEXT://{config.address('kafka')},CONTROLLER://{controller}",
            "advertised.listeners": f"PLAINTEXT://{config.address('kafka')}",
            "controller.listener.names": "CONTROLLER",
            "listener.security.protocol.map": "CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT",
            "log.dirs": config.folder("kafka") / "storage",
            "auto.create.topics.enable": "false",
            "num.partitions": 2,
            "offsets.topic.replication.factor": 1,
            "offsets.topic.num.partitions": 4,
            "transaction.state.log.replication.factor": 1,
            "transaction.state.log.min.isr": 1,
            "transaction.state.log.num.partitions": 4,
            # Group start-up without the three seconds for which a real cluster waits for more members.
            "group.initial.rebalance.delay.ms": 0,
            "log.retention.hours": 24,
            "log.segment.bytes": 64 * 1024 * 1024,
        }

    def command(self, config: StackConfig) -> list[str]:
        """The broker in the foreground."""
        return [*self._java(config), "kafka.Kafka", str(config.folder("kafka") / "server.properties")]

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether the broker lists itself to a client."""
        del child
        # librdkafka logs each refused connection to stderr by default.
        client = AdminClient(
            {
                "bootstrap.servers": f"{HOST}:{config.ports['kafka']}",
                "log_level": 0,
                "socket.timeout.ms": 1000,
            }
        )
        try:
            return len(client.list_topics(timeout=1).brokers) > 0
        except KafkaException:
            return False

    def _java(self, config: StackConfig, *more: str) -> list[str]:
        logging = config.folder("kafka") / "log4j2.properties"
        return [
            *(str(config.installation.java), _HEAP, "-XX:+UseSerialGC", "-Djava.awt.headless=true", *more),
            *config.java_options,
            f"-Dlog4j2.configurationFile={logging}",
            *("-cp", config.installation.kafka_classpath),
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
