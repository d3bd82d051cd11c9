"""Which addresses data sources may use (attack A12)."""

import ipaddress
import socket

import pytest

from penstock.network.egress import EgressPolicy, UnknownHost, check_host, reach
from penstock.network.store_client import Deadline, StoreError
from penstock.operators.connector_config import host_name

PUBLIC, LOCAL = EgressPolicy(), EgressPolicy(allow_loopback=True)


@pytest.mark.parametrize(
    "address",
    [
        "169.254.169.254",
        "fe80::1",
        "::ffff:169.254.169.254",
        "2002:a9fe:a9fe::",
        "100.100.100.200",
        "fd00:ec2::254",
        "224.0.0.1",
        "0.0.0.0",
        "::",
        "255.255.255.255",
        "fd20:ce::254",
        "::ffff:0.0.0.0",
        "::ffff:0:169.254.169.254",
        "64:ff9b::169.254.169.254",
        "64:ff9b:1::169.254.169.254",
        "64:ff9b:1:a9fe:a9:fe00::",
        "::169.254.169.254",
        "2001:0:4136:e378:8000:63bf:5601:5601",
        "fe80::1%1",
    ],
)
def test_never_allowed(address: str) -> None:
    assert not LOCAL.allows(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1",
        "64:ff9b::127.0.0.1",
        "2002:7f00:1::",
    ],
)
def test_loopback_only_where_the_installation_says_so(address: str) -> None:
    assert not PUBLIC.allows(ipaddress.ip_address(address))
    assert LOCAL.allows(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    ["10.1.2.3", "192.168.0.7", "8.8.8.8", "2001:db8::1", "fc00::1", "fd12::1", "64:ff9b::10.1.2.3"],
)
def test_a_tenants_own_network_is_allowed(address: str) -> None:
    assert PUBLIC.allows(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "64:ff9b::10.1.2.3", "fd12:1::7"])
def test_the_installation_denies_further_networks(address: str) -> None:
    own = (ipaddress.ip_network("10.1.0.0/16"), ipaddress.ip_network("fd12:1::/64"))
    assert not EgressPolicy(denied=own).allows(ipaddress.ip_address(address))
    assert EgressPolicy(denied=own).allows(ipaddress.ip_address("10.2.2.3"))


@pytest.mark.parametrize("disguise", ["127.1", "0x7f000001", "2130706433", "localhost", "::ffff:127.0.0.1"])
def test_a_disguised_loopback_is_seen_through(disguise: str) -> None:
    with pytest.raises(StoreError, match="may not use here"):
        reach(disguise, 80, PUBLIC, Deadline())
    with pytest.raises(StoreError, match="may not use here"):
        check_host(disguise, PUBLIC, Deadline())


def test_one_refused_address_of_a_name_refuses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that resolves the name may take any of its addresses."""

    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (text, 0)) for text in ("10.1.2.3", "169.254.169.254")]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(StoreError, match="may not use here"):
        reach("mixed.example", 80, PUBLIC, Deadline())


def test_an_unknown_name_is_told_from_a_refused_one() -> None:
    with pytest.raises(UnknownHost):
        check_host("nowhere.invalid", PUBLIC, Deadline())


def test_a_refused_address_sounds_the_same_whether_its_port_is_open_or_closed() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with pytest.raises(StoreError) as opened:
            reach("127.0.0.1", port, PUBLIC, Deadline())
    with pytest.raises(StoreError) as closed:
        reach("127.0.0.1", port, PUBLIC, Deadline())
    assert str(opened.value) == str(closed.value)


def test_unknown_host_and_closed_port_are_told_apart() -> None:
    with pytest.raises(StoreError, match=r"The host nowhere\.invalid is unknown"):
        reach("nowhere.invalid", 80, LOCAL, Deadline())
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(StoreError, match="nothing listens there"):
            reach("127.0.0.1", bound.getsockname()[1], LOCAL, Deadline())


@pytest.mark.parametrize(
    "text",
    [
        "h/x",
        "h?a=b",
        "h:1",
        "(host=a)",
        "a,b",
        "user@h",
        "h#x",
        "http://h",
        "",
        "h%2f",
        "a b",
        "h\n",
        "-h",
        "a" * 300,
    ],
)
def test_a_host_holds_nothing_but_a_host(text: str) -> None:
    with pytest.raises(ValueError, match="host name"):
        host_name(text + ("" if text.strip() == text else "x"))


@pytest.mark.parametrize(
    ("text", "name"), [("[::1]", "::1"), ("db-1.example.com", "db-1.example.com"), ("10.0.0.1", "10.0.0.1")]
)
def test_good_hosts(text: str, name: str) -> None:
    assert host_name(text) == name
