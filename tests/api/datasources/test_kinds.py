"""The kinds of data sources: who may see them, what a form is drawn from, and that others are refused."""

from typing import Any

import jsonschema
import pytest

from apps.core.errors import ApplicationError
from apps.datasources import client_factory
from penstock import registry
from penstock.operators.connector import Connector
from tests.api.factories import World, client

URL = "/api/datasource-kinds/"


def test_only_who_is_signed_in_sees_the_kinds(world: World) -> None:
    assert client().get(URL).status_code == 401
    found = world.shop.client.get(URL).json()
    assert [one["kind"] for one in found] == list(registry.connector_kinds())


def test_a_kind_has_all_that_its_form_needs(world: World) -> None:
    found: dict[str, dict[str, Any]] = {one["kind"]: one for one in world.shop.client.get(URL).json()}
    for one in found.values():
        jsonschema.Draft202012Validator.check_schema(one["config"])
        assert all(one[key] for key in ("label", "icon", "summary", "holds"))
        assert all(field["title"] for field in one["config"]["properties"].values())
    kafka, mysql = found["kafka"], found["mysql"]
    assert (kafka["holds"], mysql["holds"], mysql["families"]) == ("topics", "tables", ["jdbc"])
    assert kafka["config"]["required"] == ["bootstrap_servers"]
    assert kafka["secrets"][0]["when"] == {"security_protocol": ["SASL_PLAINTEXT", "SASL_SSL"]}
    assert mysql["config"]["properties"]["port"]["default"] == 3306


def test_a_kind_tells_what_its_client_can_do(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {one["kind"]: one["capabilities"] for one in world.shop.client.get(URL).json()}
    assert found == {
        "kafka": ["browse", "preview", "record"],
        "mysql": ["browse", "preview"],
        "postgresql": ["browse", "preview"],
    }
    # It is read from the client's class, so a client that learns to record changes the answer.
    client = client_factory.client_class(registry.connector("mysql"))
    assert client is not None
    monkeypatch.setattr(client, "record", lambda *_: None, raising=False)
    mysql = next(one for one in world.shop.client.get(URL).json() if one["kind"] == "mysql")
    assert mysql["capabilities"] == ["browse", "preview", "record"]


class _Unreachable(Connector):
    """A kind whose package has no `client`."""


def test_a_connector_without_a_client_can_do_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_factory, "connector", lambda _: _Unreachable())
    assert client_factory.capabilities(_Unreachable()) == []
    with pytest.raises(ApplicationError, match="cannot be opened"):
        client_factory.client("unreachable", {}, {})


def test_an_unknown_kind_is_refused_with_the_known_ones(world: World) -> None:
    url = f"/api/projects/{world.shop.project.pk}/datasources/"
    answer = world.shop.client.post(url, {"name": "x", "kind": "oracle", "config": {}})
    assert answer.status_code == 400
    assert "known: kafka, mysql, postgresql" in answer.content.decode()
