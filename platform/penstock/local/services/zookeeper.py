"""ZooKeeper, out of Flink's own distribution: lets a restarted JobManager recover its jobs."""

import socket

from penstock.local.ports import HOST
from penstock.local.process import ChildProcess
from penstock.local.services.base import Service
from penstock.local.stack_config import StackConfig

_MAIN = "org.apache.flink.shaded.zookeeper3.org.apache.zookeeper.server.ZooKeeperServerMain"


class ZooKeeper(Service):
    """One server for all local Flink clusters, each with a root of its own."""

    name = "zookeeper"

    @property
    def ports(self) -> tuple[str, ...]:
        """The one port."""
        return ("zookeeper",)

    def prepare(self, config: StackConfig) -> None:
        """Write the configuration."""
        folder = config.folder("zookeeper")
        settings = {
            "dataDir": folder / "storage",
            "clientPort": config.ports["zookeeper"],
            "clientPortAddress": HOST,
            "admin.enableServer": "false",
            "4lw.commands.whitelist": "ruok",
            "tickTime": 1000,
            "maxClientCnxns": 0,
            "autopurge.purgeInterval": 1,
        }
        (folder / "zoo.cfg").write_text("".join(f"{key}={value}\n" for key, value in settings.items()))
        (folder / "log4j.properties").write_text(_LOGGING)

    def command(self, config: StackConfig) -> list[str]:
        """The server in the foreground."""
        folder = config.folder("zookeeper")
        return [
            *(
                str(config.installation.java),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-Dzookeeper.jmx.log4j.disable=true",
                *config.java_options,
            ),
            f"-Dlog4j2.configurationFile={folder / 'log4j.properties'}",
            *("-cp", f"{config.installation.flink_home / 'lib'}/*", _MAIN, str(folder / "zoo.cfg")),
        ]

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether it responds to `ruok`."""
        del child
        try:
            with socket.create_connection((HOST, config.ports["zookeeper"]), timeout=0.5) as connection:
                connection.sendall(b"ruok")
                return connection.recv(4) == b"imok"
        except OSError:
            return False


_LOGGING = """\
rootLogger.level = WARN
rootLogger.appenderRef.console.ref = console
appender.console.name = console
appender.console.type = CONSOLE
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %-5p %-60c - %m%n
"""
