"""Connectors and their clients, by the kind of a data source, called under a time limit.

The one module of the apps that imports a connector's `client`.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar, cast

from django.conf import settings
from pydantic import ValidationError

from apps.core.db import release_db_connection
from apps.core.errors import ApplicationError, Invalid
from penstock import registry
from penstock.network.egress import EgressPolicy, UnknownHost, check_host
from penstock.network.store_client import Deadline, RecordingClient, StoreClient, StoreError
from penstock.operators.connector import Connector, ConnectorError

T = TypeVar("T")
LIMIT_SECONDS = 6.0  # the clients' own limit is 5 s; this one is for a driver that doesn't keep it
CAPABILITIES: Mapping[str, tuple[str, ...]] = {
    "browse": ("names", "columns"),
    "preview": ("sample",),
    "record": ("record",),
}
"""What a page may offer for a data source, with the methods of its client that it takes."""
_calls = ThreadPoolExecutor(max_workers=16, thread_name_prefix="store")


def connector(kind: str) -> Connector:
    """The connector of a kind.

    Raises:
        ApplicationError: This installation has none, for example since a package was removed.
    """
    try:
        return registry.connector(kind)
    except registry.UnknownKind as error:
        raise ApplicationError(str(error), code="store") from None


def validate_config(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The validated configuration.

    Raises:
        Invalid: Fields are wrong; each is named as `config.<field>`.
        ApplicationError: No connector of this kind is installed.
    """
    try:
        return dict(connector(kind).Config.model_validate(dict(given)).model_dump(mode="json"))
    except ValidationError as error:
        fields: dict[str, list[str]] = {}
        for found in error.errors(include_url=False, include_input=False, include_context=False):
            place = ".".join(["config", *map(str, found["loc"])])
            fields.setdefault(place, []).append(found["msg"].removeprefix("Value error, "))
        sentence = " ".join(f"{name}: {texts[0]}." for name, texts in fields.items())
        raise Invalid(sentence, fields=fields) from None


def secret_names(kind: str) -> tuple[str, ...]:
    """The secrets that a kind has."""
    return tuple(secret.name for secret in connector(kind).secrets)


def address(kind: str, config: Mapping[str, Any]) -> str:
    """Where a connection leads, in one line; empty when that is unknown."""
    try:
        declared = registry.connector(kind)
        return declared.address(declared.Config.model_validate(dict(config)))
    except (registry.UnknownKind, ValidationError):
        return ""


def egress_policy() -> EgressPolicy:
    """What data sources may reach in this installation."""
    return EgressPolicy(settings.STORES_ALLOW_LOOPBACK, settings.STORES_DENIED_NETWORKS)


def hosts(kind: str, config: Mapping[str, Any]) -> Mapping[str, Sequence[str]]:
    """The hosts of a valid configuration, by the setting that names them."""
    declared = connector(kind)
    return declared.hosts(declared.Config.model_validate(dict(config)))


def require_allowed(kind: str, config: Mapping[str, Any]) -> None:
    """Judge the hosts of a configuration as they resolve now; a name that is unknown here passes.

    Raises:
        Invalid: One of them may not be used, named as `config.<field>`.
    """
    policy, deadline = egress_policy(), Deadline()
    release_db_connection()
    for field, names in hosts(kind, config).items():
        for host in names:
            try:
                with suppress(UnknownHost):
                    check_host(host, policy, deadline)
            except StoreError as error:
                raise Invalid.field(f"config.{field}", str(error)) from None


def client(kind: str, config: Mapping[str, Any], secrets: Mapping[str, str]) -> StoreClient:
    """A client of the store, with its configuration parsed; nothing is sent yet.

    Raises:
        ApplicationError: This installation has no connector of the kind, or one without a client.
    """
    declared = connector(kind)
    found = client_class(declared)
    if found is None:
        raise ApplicationError(f"Data sources of kind {kind} cannot be opened from here.", code="store")
    parsed = declared.Config.model_validate(dict(config))
    return found(parsed, dict(secrets), egress_policy())


def capabilities(declared: Connector) -> list[str]:
    """What can be done with data sources of a kind, read from the class of their client.

    Returns:
        Names out of `CAPABILITIES`; empty for a connector without a client.
    """
    found = client_class(declared)
    return [name for name, methods in CAPABILITIES.items() if all(hasattr(found, one) for one in methods)]


@cache
def client_class(declared: Connector) -> Callable[..., StoreClient] | None:
    """The class `Client` beside the connector; None when the technology has no client."""
    module = f"{type(declared).__module__.rpartition('.')[0]}.client"
    return cast(Callable[..., StoreClient], import_module(module).Client) if find_spec(module) else None


def recording_client(kind: str, config: Mapping[str, Any], secrets: Mapping[str, str]) -> RecordingClient:
    """A client that can record.

    Raises:
        ApplicationError: This kind of store has no records, or no connector of this kind is installed.
    """
    found = client(kind, config, secrets)
    if "record" not in capabilities(connector(kind)):
        raise ApplicationError(f"Nothing can be recorded from data sources of kind {kind}.", code="store")
    return cast(RecordingClient, found)


def call(
    kind: str, config: Mapping[str, Any], secrets: Mapping[str, str], request: Callable[[StoreClient], T]
) -> T:
    """What the request to the store's client returns.

    Raises:
        ApplicationError: The store refused, with its sentence, or did not answer in time.
    """
    found = client(kind, config, secrets)
    release_db_connection()
    pending = _calls.submit(lambda: request(found))
    try:
        return pending.result(timeout=LIMIT_SECONDS)
    except TookTooLong:
        pending.cancel()
        raise ApplicationError("The store did not answer within 5 s.", code="store") from None
    except StoreError as error:
        raise ApplicationError(str(error), code="store") from None


def connection_options(kind: str, config: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, str]:
    """The Flink options that reach the store; nothing is sent to it for them.

    Raises:
        ApplicationError: A value cannot be an option, or no connector of this kind is installed.
    """
    declared = connector(kind)
    try:
        return dict(declared.connection_options(declared.Config.model_validate(dict(config)), dict(secrets)))
    except ConnectorError as error:
        raise ApplicationError(str(error), code="store") from None
