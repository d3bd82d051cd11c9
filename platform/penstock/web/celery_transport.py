"""Celery's way to Redis: kombu's transport, with the word for a closed connection that Celery understands."""

from typing import Any

from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Channel as RedisChannel
from kombu.transport.redis import Transport as RedisTransport
from redis.exceptions import ConnectionError as RedisConnectionError


class Channel(RedisChannel):
    """A channel that says so when its connection is no more."""

    def _connparams(self, asynchronous: bool = False) -> Any:
        # A worker that loses Redis still closes its old channel and confirms over it what it had in hand.
        # kombu looks up the address of a connection that is None by then; the AttributeError would end the
        # worker, while a connection error is expected there. The message comes back by itself
        # (visibility_timeout), and the sweeper is quicker.
        if self.connection.client is None:
            raise RedisConnectionError("This connection to the broker is closed.")
        return super()._connparams(asynchronous)  # type: ignore[misc]


class Transport(RedisTransport):
    """kombu's Redis transport with that channel."""

    Channel = Channel


TRANSPORT_ALIASES["redis"] = f"{__name__}:Transport"
