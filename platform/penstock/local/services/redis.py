"""Redis: Celery's broker and the channel layer. Its content can be restored from the database."""

import redis

from penstock.local.ports import HOST
from penstock.local.process import ChildProcess
from penstock.local.services.base import Service
from penstock.local.stack_config import StackConfig


class Redis(Service):
    """One server, in memory only, with a password."""

    name = "redis"

    @property
    def ports(self) -> tuple[str, ...]:
        """The one port."""
        return ("redis",)

    def prepare(self, config: StackConfig) -> None:
        """Write its configuration: a file, since other users can read arguments, and one is the password."""
        path = config.folder("redis") / "redis.conf"
        path.touch(mode=0o600)
        settings = {
            "bind": HOST,
            "port": config.ports["redis"],
            "requirepass": config.secrets["redis"],
            "save": '""',
            "appendonly": "no",
            "dir": f'"{config.folder("redis")}"',
        }
        path.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))

    def command(self, config: StackConfig) -> list[str]:
        """The server in the foreground."""
        return [str(config.installation.redis_server), str(config.folder("redis") / "redis.conf")]

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether it answers PING."""
        del child
        client = redis.Redis(
            HOST,
            config.ports["redis"],
            password=config.secrets["redis"],
            socket_timeout=1,
            socket_connect_timeout=1,
        )
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
