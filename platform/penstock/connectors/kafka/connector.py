"""Kafka as a kind of data source: how its brokers are reached, and what can be a topic."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, model_validator

from penstock.graph.problems import Problem
from penstock.operators.connector import PASSWORD, Connector, ConnectorError
from penstock.operators.connector_config import Name, Secrets, Settings, host_name, in_url
from penstock.operators.parameters import VisibleWhen, param
from penstock.operators.statement import ConnectionRef

_MOST_BROKERS = 20
_TOPIC = re.compile(r"[A-Za-z0-9._-]{1,249}")
_SECURITY = {
    "PLAINTEXT": "None",
    "SSL": "TLS",
    "SASL_PLAINTEXT": "Login, no TLS",
    "SASL_SSL": "Login over TLS",
}
_SASL: VisibleWhen = {"security_protocol": ["SASL_PLAINTEXT", "SASL_SSL"]}
_SERVERS, _PROTOCOL = "properties.bootstrap.servers", "properties.security.protocol"
_MECHANISM, _JAAS = "properties.sasl.mechanism", "properties.sasl.jaas.config"


def _servers(text: str) -> str:
    """A canonical comma-separated list of `host:port`."""
    servers = [part for part in text.replace(" ", "").split(",") if part]
    if not 1 <= len(servers) <= _MOST_BROKERS:
        raise ValueError(f"Give 1 to {_MOST_BROKERS} brokers as host:port, separated by commas")
    return ",".join(f"{in_url(host)}:{port}" for host, port in map(_server, servers))


def _server(text: str) -> tuple[str, int]:
    host, colon, port = text.rpartition(":")
    if not colon or not port.isdigit() or not 1 <= int(port) <= 65535:
        raise ValueError(f"{text[:100]} is not of the form host:port")
    return host_name(host), int(port)


class KafkaConfig(Settings):
    """A Kafka cluster."""

    bootstrap_servers: Annotated[str, AfterValidator(_servers)] = param(
        "Brokers",
        "Host and port of one or more brokers, separated by commas.",
        max_length=2000,
        placeholder="kafka-1:9092,kafka-2:9092",
    )
    security_protocol: Literal["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"] = param(
        "Security", default="PLAINTEXT", labels=_SECURITY
    )
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] | None = param(
        "Login mechanism", default=None, when=_SASL, needed=True
    )
    username: Name | None = param("User name", default=None, max_length=128, when=_SASL, needed=True)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.uses_sasl and not (self.sasl_mechanism and self.username):
            raise ValueError(f"{self.security_protocol} needs a SASL mechanism and a user name")
        return self

    @property
    def uses_sasl(self) -> bool:
        """Whether a user signs in."""
        return self.security_protocol.startswith("SASL")

    @property
    def servers(self) -> list[tuple[str, int]]:
        """Host and port of each bootstrap server.

        Raises:
            ValueError: The text is no list of `host:port`.
        """
        return [_server(part) for part in self.bootstrap_servers.split(",")]


class Kind(Connector[KafkaConfig]):
    """A Kafka cluster."""

    label, icon, holds = "Kafka", "kafka", "topics"
    summary = "Topics to read from and write to"
    Config = KafkaConfig
    secrets = (replace(PASSWORD, when=_SASL),)
    public_options = (_SERVERS, _PROTOCOL, _MECHANISM)

    def connection_options(self, config: KafkaConfig, secrets: Secrets) -> dict[str, str]:
        """The options of Flink's Kafka connector. The login module is fixed here, never the user's choice.

        Raises:
            ConnectorError: User name or password hold a character that the login module cannot take.
        """
        options = {
            _SERVERS: config.bootstrap_servers,
            _PROTOCOL: config.security_protocol,
        }
        if config.uses_sasl and config.sasl_mechanism:
            module = (
                "plain.PlainLoginModule" if config.sasl_mechanism == "PLAIN" else "scram.ScramLoginModule"
            )
            user, password = _jaas(config.username or ""), _jaas(secrets.get("password", ""))
            options[_MECHANISM] = config.sasl_mechanism
            options[_JAAS] = (
                f"org.apache.kafka.common.security.{module} required username={user} password={password};"
            )
        return options

    def address(self, config: KafkaConfig) -> str:
        return config.bootstrap_servers

    def hosts(self, config: KafkaConfig) -> dict[str, list[str]]:
        return {"bootstrap_servers": [host for host, _ in config.servers]}


def _jaas(text: str) -> str:
    """A quoted value of a JAAS configuration."""
    if any(ord(character) < 32 for character in text):
        raise ConnectorError("A user name or password for Kafka can't hold control characters.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def check_topic(name: str) -> Iterator[Problem]:
    """Problems of the field `topic`: what no Kafka broker accepts as a name."""
    if not _TOPIC.fullmatch(name) or name in (".", ".."):
        sentence = (
            f"{name[:60]!r} cannot be a topic: 1 to 249 of the letters A-Z, a-z, 0-9, '.', '_' and '-'."
        )
        yield Problem("bad-name", sentence, field="topic")


def connection_refs(datasource: str) -> list[tuple[str, ConnectionRef]]:
    """Where the brokers are and how one signs in: known at submit only."""
    refs = [ConnectionRef(datasource, _SERVERS, "check:9092")]
    refs += [ConnectionRef(datasource, key) for key in (_PROTOCOL, _MECHANISM, _JAAS)]
    return [(ref.key, ref) for ref in refs]
