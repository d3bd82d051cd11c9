"""Redis: Celery's broker and the channel layer. It keeps nothing that the database could not restore."""

import redis

from penstock.local.ports import HOST
from penstock.local.process import Child
from penstock.local.services.base import Service
from penstock.local.stack_config import Site


class Redis(Service):
    """One server, in memory only, with a password."""

    name = "redis"

    @property
    def ports(self) -> tuple[str, ...]:
        """The one port."""
        return ("redis",)

    def prepare(self, site: Site) -> None:
        """Write its configuration: a file, since arguments (the password) can be read by anybody."""
        path = site.folder("redis") / "redis.conf"
        path.touch(mode=0o600)
        settings = {
            "bind": HOST,
            "port": site.ports["redis"],
            "requirepass": site.secrets["redis"],
            "save": '""',
            "appendonly": "no",
            "dir": f'"{site.folder("redis")}"',
        }
        path.write_text("".join(f"{key} {value}\n" for key, value in settings.items()))

    def command(self, site: Site) -> list[str]:
        """The server in the foreground."""
        return [str(site.installation.redis_server), str(site.folder("redis") / "redis.conf")]

    def ready(self, site: Site, child: Child) -> bool:
        """Whether it answers PING."""
        del child
        client = redis.Redis(
            HOST,
            site.ports["redis"],
            password=site.secrets["redis"],
            socket_timeout=1,
            socket_connect_timeout=1,
        )
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()
