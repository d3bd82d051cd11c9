"""The clients of data sources: one module per kind, called under a time limit, failures as sentences."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from importlib import import_module
from typing import Any, TypeVar

from django.conf import settings
from pydantic import ValidationError

from apps.core.errors import ApplicationError, Invalid
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import StoreError

T = TypeVar("T")
LIMIT_SECONDS = 6.0  # the stores' own limit is 5 s; this one is for a driver that doesn't keep it
_calls = ThreadPoolExecutor(max_workers=16, thread_name_prefix="store")


def config(kind: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The validated configuration; raises Invalid naming each wrong field as `config.<field>`."""
    try:
        return dict(store(kind).Config.model_validate(dict(given)).model_dump(mode="json"))
    except ValidationError as error:
        fields: dict[str, list[str]] = {}
        for found in error.errors(include_url=False, include_input=False, include_context=False):
            place = ".".join(["config", *map(str, found["loc"])])
            fields.setdefault(place, []).append(found["msg"].removeprefix("Value error, "))
        sentence = " ".join(f"{name}: {texts[0]}." for name, texts in fields.items())
        raise Invalid(sentence, fields=fields) from None


def secret_names(kind: str) -> tuple[str, ...]:
    """The secrets that a kind knows."""
    return tuple(store(kind).SECRETS)


def call(
    kind: str, function: str, connection: Mapping[str, Any], secrets: Mapping[str, str], *more: Any
) -> Any:
    """One function of a store with its configuration parsed; raises ApplicationError with the reason."""
    module = store(kind)
    parsed = module.Config.model_validate(dict(connection))
    policy = EgressPolicy(allow_loopback=settings.STORES_ALLOW_LOOPBACK)
    return _within_limit(lambda: getattr(module, function)(parsed, dict(secrets), *more, policy=policy))


def connection_options(
    kind: str, connection: Mapping[str, Any], secrets: Mapping[str, str]
) -> dict[str, str]:
    """The Flink options that reach the store; nothing goes out for them."""
    module = store(kind)
    try:
        return dict(module.connection_options(module.Config.model_validate(dict(connection)), dict(secrets)))
    except StoreError as error:
        raise ApplicationError(str(error), code="store") from None


def _within_limit(work: Callable[[], T]) -> T:
    pending = _calls.submit(work)
    try:
        return pending.result(timeout=LIMIT_SECONDS)
    except TookTooLong:
        pending.cancel()
        raise ApplicationError("The store did not answer within 5 s.", code="store") from None
    except StoreError as error:
        raise ApplicationError(str(error), code="store") from None


def store(kind: str) -> Any:
    """The module of a kind."""
    leaf = "client.store" if kind == "kafka" else "client"
    return import_module(f"penstock.connectors.{kind}.{leaf}")
