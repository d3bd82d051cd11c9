"""Which addresses a tenant's data source may name, and whether a server answers there.

The server must not become a way into its own network: an address is judged after its name is resolved,
and the connection then goes to the very address that was judged.
"""

import errno
import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass

from penstock.network.store_client import Deadline, StoreError

_CONNECT_SECONDS = 3.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class EgressPolicy:
    """What may be reached. Loopback only where the installation says so, as on a developer's machine."""

    allow_loopback: bool = False

    def allows(self, address: Address) -> bool:
        """Whether a connection to this address is allowed."""
        if isinstance(address, ipaddress.IPv6Address):
            if address.ipv4_mapped:
                return self.allows(address.ipv4_mapped)
            if address.sixtofour:
                return self.allows(address.sixtofour)
        if address.is_loopback:
            return self.allow_loopback
        # Link-local holds the clouds' metadata services.
        return not (
            address.is_link_local or address.is_multicast or address.is_unspecified or _metadata(address)
        )


@dataclass(frozen=True)
class Endpoint:
    """A host and port as the person wrote it, with the allowed address that it resolves to."""

    host: str
    port: int
    address: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def reach(host: str, port: int, policy: EgressPolicy, deadline: Deadline) -> Endpoint:
    """Resolve, judge and try the address.

    Raises:
        StoreError: It cannot be reached, or data sources may not use it here.
    """
    allowed = [address for address in _resolve(host, port, deadline) if policy.allows(address)]
    if not allowed:
        raise StoreError(f"{host} is an address that data sources may not use here.")
    problem: StoreError | None = None
    for address in allowed:
        try:
            with socket.create_connection((str(address), port), timeout=deadline.left(_CONNECT_SECONDS)):
                return Endpoint(host, port, str(address))
        except OSError as refused:
            problem = StoreError(_why(host, port, refused))
    raise problem or StoreError(f"{host}:{port} could not be reached.")


def _resolve(host: str, port: int, deadline: Deadline) -> Sequence[Address]:
    """All addresses of a name. In a thread, since the resolver knows no time-out."""
    answers: queue.Queue[list[Address] | OSError] = queue.Queue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([ipaddress.ip_address(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as problem:
            answers.put(problem if isinstance(problem, OSError) else OSError(str(problem)))

    threading.Thread(target=ask, daemon=True, name="resolve").start()
    try:
        answer = answers.get(timeout=deadline.left(_CONNECT_SECONDS))
    except queue.Empty:
        raise StoreError(f"The name {host} could not be looked up in time.") from None
    if isinstance(answer, OSError):
        raise StoreError(f"The host {host} is unknown. Check its name.")
    return list(dict.fromkeys(answer))


def _metadata(address: Address) -> bool:
    # Clouds that serve metadata outside the link-local range.
    return str(address) in ("100.100.100.200", "192.0.0.192", "168.63.129.16", "fd00:ec2::254")


def _why(host: str, port: int, problem: OSError) -> str:
    if isinstance(problem, TimeoutError):
        return f"{host}:{port} did not answer in time. Check the address and the firewalls in between."
    if problem.errno == errno.ECONNREFUSED:
        return f"{host}:{port} refused the connection: nothing listens there. Check the port."
    return f"{host}:{port} could not be reached: {problem.strerror or problem}."
