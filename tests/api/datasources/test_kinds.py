"""The kinds of data sources: who may see them, what a form is drawn from, and that others are refused."""

from typing import Any

import jsonschema

from penstock import registry
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


def test_an_unknown_kind_is_refused_with_the_known_ones(world: World) -> None:
    url = f"/api/projects/{world.shop.project.pk}/datasources/"
    answer = world.shop.client.post(url, {"name": "x", "kind": "oracle", "config": {}})
    assert answer.status_code == 400
    assert "known: kafka, mysql, postgresql" in answer.content.decode()
