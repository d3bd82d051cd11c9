"""The OpenAPI document is what the API does: schemathesis asks, within bounds, and nothing answers 500."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from drf_spectacular.generators import SchemaGenerator
from hypothesis import HealthCheck
from hypothesis import settings as limits
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from apps.accounts.models import ApiToken
from apps.accounts.tokens import digest
from apps.core.errors import ApplicationError
from apps.datasources import client_factory
from apps.jobs import planner_client
from tests.api.core.test_scoping import ALL, Route, ids
from tests.api.factories import World

TOKEN = "a-token-for-schemathesis"
CHECKS = (response_schema_conformance, status_code_conformance)


def document() -> dict[str, Any]:
    """The document, with graphs cut down to “an object”: to invent whole graphs takes minutes."""
    made = json.loads(json.dumps(SchemaGenerator().get_schema(request=None, public=True)))
    made["components"]["schemas"]["Graph"] = {"type": "object"}
    return made


schema = schemathesis.openapi.from_dict(document())
schema.app = get_wsgi_application()
schema.location = "/api/openapi.json"


@pytest.fixture(autouse=True)
def _nothing_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut short what would leave this process."""

    def away(*_: Any, **__: Any) -> Any:
        raise ApplicationError("The store is not asked in this test.", code="store")

    monkeypatch.setattr(client_factory, "call", away)
    monkeypatch.setattr(planner_client, "SECONDS", 0.05)


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's own transaction open over many requests, as Django's test client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def token(world: World) -> str:
    ApiToken.objects.create(user=world.shop.admin, name="schemathesis", prefix="a", digest=digest(TOKEN))
    return TOKEN


@schema.parametrize()
@limits(
    max_examples=2, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
def test_the_api_does_what_its_document_says(case: schemathesis.Case, world: World, token: str) -> None:
    """Every operation, on a project where its ids lead somewhere."""
    if case.path_parameters:
        case.path_parameters |= {name: str(value) for name, value in real(case, world).items()}
    response = case.call(headers={"Authorization": f"Bearer {token}"})
    # 503 is an answer: the planner and the clusters are away here.
    assert response.status_code != 500
    case.validate_response(response, checks=CHECKS)


def real(case: schemathesis.Case, world: World) -> dict[str, Any]:
    """The ids of what is there, for the parameters that the path takes."""
    path = case.operation.path.removeprefix("/api/")
    route = Route("get", path.replace("{id}", "<uuid:id>"), tuple(case.path_parameters))
    return {name: value for name, value in ids(route, world.shop).items() if name in case.path_parameters}


def test_the_committed_document_is_current() -> None:
    """The browser's types are generated from it (`manage.py spectacular`)."""
    committed = json.loads((Path(__file__).parents[3] / "frontend/src/api/openapi.json").read_text())
    assert SchemaGenerator().get_schema(request=None, public=True) == committed


def test_every_route_is_documented() -> None:
    documented = {
        (method, path.removeprefix("/api/"))
        for path, operations in SchemaGenerator().get_schema(request=None, public=True)["paths"].items()
        for method in operations
    }
    for route in ALL:
        path = route.path
        for name in route.names:
            for kind in ("uuid", "number", "str"):
                path = path.replace(f"<{kind}:{name}>", f"{{{name}}}")
        assert (route.method, path) in documented or path == "openapi.json", route
