"""Choosing ports."""

import socket

import pytest

from penstock.local.errors import LocalError
from penstock.local.ports import HOST, PortPlan, assign, find_free_port, is_free, require_free


@pytest.fixture
def taken() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_fixed_port_wins_over_the_kept_one() -> None:
    assert assign(["web"], PortPlan({"web": 8123}, {}), {"web": 9000}) == {"web": 8123}


def test_a_kept_port_stays() -> None:
    assert assign(["kafka"], PortPlan({}, {"kafka": 9092}), {"kafka": 21000}) == {"kafka": 21000}


def test_a_preferred_port_moves_aside_when_it_is_taken(taken: int) -> None:
    ports = assign(["kafka"], PortPlan({}, {"kafka": taken}), {})
    assert ports["kafka"] != taken
    assert is_free(ports["kafka"])


def test_no_two_services_share_a_port() -> None:
    ports = assign([f"s{n}" for n in range(50)], PortPlan({}, {}), {})
    assert len(set(ports.values())) == 50


@pytest.mark.parametrize(("name", "option"), [("web", "--port"), ("kafka", "--ports kafka=")])
def test_a_taken_port_is_refused_with_the_option_that_changes_it(taken: int, name: str, option: str) -> None:
    with pytest.raises(LocalError, match=f"Port {taken}, which {name} needs, is in use") as refused:
        require_free({name: taken})
    assert option in str(refused.value)


def test_a_port_taken_on_all_addresses_is_not_free() -> None:
    port = find_free_port()
    with socket.socket() as listener:
        listener.bind(("0.0.0.0", port))
        listener.listen()
        assert not is_free(port)
    assert is_free(port)
