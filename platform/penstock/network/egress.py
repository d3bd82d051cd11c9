"""Which addresses a tenant's data source may name, and whether a server answers there.

The server must not become a way into its own network: an address is judged after its name is resolved,
and the connection then goes to the very address that was judged. A running job resolves names itself: it
gets the same list of networks (`EgressPolicy.denied_networks`) and judges once more when it starts.
"""

import errno
import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from penstock.network.store_client import Deadline, StoreError

_CONNECT_SECONDS = 3.0

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_LOOPBACK = ("127.0.0.0/8", "::1/128")
_NEVER = (
    # “This host”: Linux connects 0.0.0.0 and :: to the loopback interface.
    *("0.0.0.0/32", "::/128"),
    # Link-local holds the clouds' metadata services; these serve them elsewhere.
    *("169.254.0.0/16", "fe80::/10"),
    *("100.100.100.200/32", "192.0.0.192/32", "168.63.129.16/32", "fd00:ec2::254/128", "fd20:ce::254/128"),
    # Multicast and broadcast.
    *("224.0.0.0/4", "255.255.255.255/32", "ff00::/8"),
    # Teredo, and NAT64 with a prefix of the site: an IPv4 address is hidden inside, at a place that differs.
    *("2001::/32", "64:ff9b:1::/48"),
)
#: Prefixes behind which IPv6 carries a whole IPv4 address, with the number of bits that come before it.
_CARRIERS = (
    ("::ffff:0:0", 96),  # IPv4-mapped
    ("::ffff:0:0:0", 96),  # IPv4-translated (SIIT)
    ("64:ff9b::", 96),  # NAT64
    ("::", 96),  # IPv4-compatible
    ("2002::", 16),  # 6to4
)


@dataclass(frozen=True)
class EgressPolicy:
    """What may be reached.

    Args:
        allow_loopback: only where the installation says so, as on a developer's machine.
        denied: further networks that data sources may not use, such as that of the control plane.
    """

    allow_loopback: bool = False
    denied: tuple[Network, ...] = ()

    def allows(self, address: Address) -> bool:
        """Whether a connection to this address is allowed."""
        return not any(address in network for network in self.denied_networks)

    @property
    def denied_networks(self) -> tuple[Network, ...]:
        """All denied networks, also in the forms in which IPv6 carries IPv4 addresses."""
        return _denied_networks(self)


class UnknownHost(StoreError):
    """The name cannot be resolved here and now."""


@dataclass(frozen=True)
class Endpoint:
    """A host and port as the person wrote it, with the allowed address that it resolves to."""

    host: str
    port: int
    address: str

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def check_host(host: str, policy: EgressPolicy, deadline: Deadline) -> None:
    """Judge what a name resolves to at this moment, without connecting.

    A name is refused when one of its addresses is: a client may choose any of them.

    Raises:
        UnknownHost: The name cannot be resolved.
        StoreError: The address is not allowed; the text is the same whatever listens there.
    """
    _allowed_addresses(host, None, policy, deadline)


def reach(host: str, port: int, policy: EgressPolicy, deadline: Deadline) -> Endpoint:
    """Resolve, judge and try the address.

    Raises:
        StoreError: It cannot be reached, or data sources may not use it here.
    """
    problem: StoreError | None = None
    for address in _allowed_addresses(host, port, policy, deadline):
        try:
            with socket.create_connection((str(address), port), timeout=deadline.left(_CONNECT_SECONDS)):
                return Endpoint(host, port, str(address))
        except OSError as refused:
            problem = StoreError(_why(host, port, refused))
    raise problem or StoreError(f"{host}:{port} could not be reached.")


def _allowed_addresses(
    host: str, port: int | None, policy: EgressPolicy, deadline: Deadline
) -> Sequence[Address]:
    found = _resolve(host, port, deadline)
    if not all(policy.allows(address) for address in found):
        raise StoreError(f"{host} is an address that data sources may not use here.")
    return found


@lru_cache(maxsize=16)
def _denied_networks(policy: EgressPolicy) -> tuple[Network, ...]:
    texts = _NEVER if policy.allow_loopback else (*_NEVER, *_LOOPBACK)
    networks = [*map(ipaddress.ip_network, texts), *policy.denied]
    carried = [
        _carry(network, prefix, bits)
        for network in networks
        if isinstance(network, ipaddress.IPv4Network)
        for prefix, bits in _CARRIERS
    ]
    return (*networks, *carried)


def _carry(network: ipaddress.IPv4Network, prefix: str, bits: int) -> ipaddress.IPv6Network:
    """An IPv4 network as the IPv6 network behind a prefix of `bits` bits."""
    base = int(ipaddress.IPv6Address(prefix)) | int(network.network_address) << (96 - bits)
    return ipaddress.IPv6Network((base, bits + network.prefixlen))


def _resolve(host: str, port: int | None, deadline: Deadline) -> Sequence[Address]:
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
        raise UnknownHost(f"The name {host} could not be looked up in time.") from None
    if isinstance(answer, OSError):
        raise UnknownHost(f"The host {host} is unknown. Check its name.")
    return list(dict.fromkeys(answer))


def _why(host: str, port: int, problem: OSError) -> str:
    if isinstance(problem, TimeoutError):
        return f"{host}:{port} did not answer in time. Check the address and the firewalls in between."
    if problem.errno == errno.ECONNREFUSED:
        return f"{host}:{port} refused the connection: nothing listens there. Check the port."
    return f"{host}:{port} could not be reached: {problem.strerror or problem}."
