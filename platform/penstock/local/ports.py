"""The TCP ports of the stack's services, all on the loopback address."""

import errno
import random
import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from penstock.local.errors import LocalError

HOST = "127.0.0.1"
# Below the range that the kernel hands to outgoing connections, so that a client's socket can't take one
# of ours between the moment it is chosen and the moment the server binds it.
_FREE_RANGE = range(20_000, 32_000)


@dataclass(frozen=True)
class PortPlan:
    """Fixed and preferred ports; every other service gets a free one."""

    fixed: Mapping[str, int]
    # Used if free at the first start, else replaced by a free port.
    preferred: Mapping[str, int]


FREE = PortPlan({}, {})
DEMO = PortPlan(
    {"web": 8000},
    {"flink-test": 8081, "flink-production": 8082, "kafka": 9092, "postgres": 15432, "redis": 16379},
)


def assign(names: Iterable[str], plan: PortPlan, kept: Mapping[str, int]) -> dict[str, int]:
    """Assign a port to each name: the plan's, else the last one, else a preferred or free one."""
    ports: dict[str, int] = {}
    for name in names:
        if name in plan.fixed:
            ports[name] = plan.fixed[name]
        elif name in kept:
            ports[name] = kept[name]
        else:
            preferred = plan.preferred.get(name)
            taken = set(ports.values()) | set(plan.fixed.values()) | set(kept.values())
            usable = preferred and preferred not in taken and is_free(preferred)
            ports[name] = preferred if preferred and usable else find_free_port(taken)
    return ports


def require_free(ports: Mapping[str, int]) -> None:
    """Check that no other program listens on one of these ports.

    Raises:
        LocalError: One does; the message says how to choose another.
    """
    for name, port in ports.items():
        if not is_free(port):
            option = f"PORT={port + 1} make demo" if name == "web" else f"PORTS={name}={port + 1} make demo"
            flag = f"--port {port + 1}" if name == "web" else f"--ports {name}={port + 1}"
            raise LocalError(
                f"Port {port}, which {name} needs, is in use by another program. "
                f"Stop that program, or choose another port: `{option}` (`penstock up {flag}`)."
            )


def is_free(port: int) -> bool:
    """Whether no program listens on this port, on the loopback address or on all addresses."""
    for address in (HOST, "0.0.0.0"):  # noqa: S104 - only to see whether somebody else has it
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as problem:
                if problem.errno in (errno.EADDRINUSE, errno.EACCES):
                    return False
                raise
    return True


def find_free_port(taken: Iterable[int] = ()) -> int:
    """Find a port that no program listens on and that is not in `taken`.

    Raises:
        LocalError: None was found.
    """
    avoid = set(taken)
    for _ in range(1000):
        port = random.choice(_FREE_RANGE)  # noqa: S311 - not a secret
        if port not in avoid and is_free(port):
            return port
    raise LocalError(f"No free port was found between {_FREE_RANGE.start} and {_FREE_RANGE.stop}.")


def is_listening(port: int, timeout: float = 0.3) -> bool:
    """Whether something accepts a connection on this port."""
    try:
        with socket.create_connection((HOST, port), timeout=timeout):
            return True
    except OSError:
        return False
