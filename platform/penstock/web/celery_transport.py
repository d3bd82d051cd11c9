"""kombu's Redis transport, with the error for a closed connection that Celery expects."""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Channel as RedisChannel
from kombu.transport.redis import Transport as RedisTransport
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(RedisChannel):
    """A channel that raises a connection error if its connection is closed."""

    def _connparams(self, asynchronous: bool = False) -> Any:
        # A worker that loses Redis still closes its old channel and acknowledges its messages over it.
        # kombu then reads the address of a connection that is None; the AttributeError would end the
        # worker, while a connection error is expected there. The message is redelivered
        # (visibility_timeout), usually after the sweeper has recovered its task.
        if self.connection.client is None:
            raise RedisConnectionError("This connection to the broker is closed.")
        return super()._connparams(asynchronous)  # type: ignore[misc]


class Transport(RedisTransport):
    """kombu's Redis transport with this channel."""

    Channel = Channel


TRANSPORT_ALIASES["redis"] = f"{__name__}:Transport"
