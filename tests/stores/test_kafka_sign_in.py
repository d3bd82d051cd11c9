"""Kafka that asks who is there: a real broker with SASL, by each mechanism that a data source may name."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka.admin import (
    AdminClient,
    ScramCredentialInfo,
    ScramMechanism,
    UserScramCredentialUpsertion,
)

from penstock.connectors.kafka.client import Client
from penstock.connectors.kafka.connector import KafkaConfig
from penstock.local.ports import HOST, find_free_port
from penstock.local.process import ChildProcess
from penstock.local.services.kafka import Kafka
from penstock.local.stack import Stack
from penstock.local.stack_config import StackConfig
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import StoreError
from tests.polling import wait

LOCAL = EgressPolicy(allow_loopback=True)
USER, PASSWORD = "ann", "pa'ss; word\\1"
_SCRAM = {"SCRAM-SHA-256": ScramMechanism.SCRAM_SHA_256, "SCRAM-SHA-512": ScramMechanism.SCRAM_SHA_512}
_MECHANISMS = ("PLAIN", *_SCRAM)


class Guarded(Kafka):
    """A broker with one more listener, for those who sign in."""

    def settings(self, config: StackConfig) -> dict[str, object]:
        """The broker's configuration."""
        usual, own = super().settings(config), f"SASL_PLAINTEXT://{config.address('kafka-sasl')}"
        password = PASSWORD.replace("\\", "\\\\\\\\")  # once for the properties file, once for JAAS
        login = "org.apache.kafka.common.security.{} required"
        prefix = "listener.name.sasl_plaintext."
        return {
            **usual,
            "listeners": f"{usual['listeners']},{own}",
            "advertised.listeners": f"{usual['advertised.listeners']},{own}",
            "listener.security.protocol.map": (
                f"{usual['listener.security.protocol.map']},SASL_PLAINTEXT:SASL_PLAINTEXT"
            ),
            "sasl.enabled.mechanisms": ",".join(_MECHANISMS),
            f"{prefix}plain.sasl.jaas.config": (
                f'{login.format("plain.PlainLoginModule")} user_{USER}="{password}";'
            ),
            **{
                f"{prefix}{name.lower()}.sasl.jaas.config": f"{login.format('scram.ScramLoginModule')};"
                for name in _SCRAM
            },
        }


@pytest.fixture(scope="module")
def guarded(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address where one signs in."""
    ports = {name: find_free_port() for name in ("kafka", "kafka-controller", "kafka-sasl")}
    config = replace(stack.config, data=tmp_path_factory.mktemp("kafka"), ports=ports)
    service = Guarded()
    service.prepare(config)
    folder: Path = service.folder(config)
    child = ChildProcess(service.command(config), service.env(config), folder, config.log("kafka"))
    try:
        wait("Kafka is up", lambda: service.is_ready(config, child) or child.exit_code is not None)
        assert child.exit_code is None, child.tail()
        admin = AdminClient({"bootstrap.servers": config.address("kafka")})
        for mechanism in _SCRAM.values():
            info = ScramCredentialInfo(mechanism, 4096)
            made = admin.alter_user_scram_credentials(
                [UserScramCredentialUpsertion(USER, info, PASSWORD.encode())]
            )
            made[USER].result(timeout=20)
        yield f"{HOST}:{ports['kafka-sasl']}"
    finally:
        child.kill()


def ask(address: str, mechanism: str, password: str, **changes: Any) -> str:
    settings = {
        "bootstrap_servers": address,
        "security_protocol": "SASL_PLAINTEXT",
        "sasl_mechanism": mechanism,
        "username": USER,
    }
    return Client(KafkaConfig(**{**settings, **changes}), {"password": password}, LOCAL).test()


@pytest.mark.parametrize("mechanism", _MECHANISMS)
def test_the_right_password_is_let_in(guarded: str, mechanism: str) -> None:
    assert ask(guarded, mechanism, PASSWORD).startswith("Connected: 1 broker")


@pytest.mark.parametrize("mechanism", _MECHANISMS)
@pytest.mark.parametrize("changes", [{}, {"username": "nobody"}])
def test_a_wrong_password_or_user_is_named_as_such(
    guarded: str, mechanism: str, changes: dict[str, Any]
) -> None:
    with pytest.raises(StoreError, match=r"refused the user .* or the password") as refused:
        ask(guarded, mechanism, "wrong secret", **changes)
    assert "wrong secret" not in str(refused.value)
