"""Data sources: validated by their store, secrets that never come back, and never go astray."""

from ipaddress import ip_network
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from cryptography.fernet import Fernet
from django.conf import settings
from django.db import connection

from apps.accounts.models import User
from apps.datasources import encryption, services
from apps.datasources.models import Datasource
from apps.jobs import planner_client
from penstock.local.stack import Stack
from tests.api.core.test_scoping import ALL, ids
from tests.api.factories import CANARY, World, client


def url(world: World, *rest: str) -> str:
    return "/".join([f"/api/projects/{world.shop.project.pk}/datasources", *rest, ""])


def database(**changes: Any) -> dict[str, Any]:
    config = {"host": "db.example", "port": 5432, "database": "shop", "username": "u"}
    return {
        "name": "db",
        "kind": "postgresql",
        "config": {**config, **changes},
        "secrets": {"password": CANARY},
    }


def test_secrets_go_in_and_never_come_out(world: World) -> None:
    made = world.shop.client.post(url(world), database())
    assert made.status_code == 201, made.content
    assert made.json()["secrets_set"] == ["password"]
    source = Datasource.objects.get(pk=made.json()["id"])
    assert services.secrets_of(source) == {"password": CANARY}
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM datasources_datasource d")
        assert CANARY not in "".join(row[0] for row in cursor.fetchall())


def test_no_route_ever_answers_with_a_secret(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every GET of everything in a project whose data source holds the canary; and the log."""
    monkeypatch.setattr(planner_client, "SECONDS", 0.05)  # nobody answers here
    caplog.set_level("DEBUG")
    for route in (route for route in ALL if route.method == "get"):
        answer = world.shop.client.get(route.at(**ids(route, world.shop)))
        body = answer.getvalue() if answer.streaming else answer.content
        assert CANARY not in body.decode(), route
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("config", "field"),
    [
        ({"host": "jdbc:postgresql://x/y"}, "config.host"),
        ({"host": "db.example?allowLoadLocalInfile=true"}, "config.host"),
        ({"port": 0}, "config.port"),
        ({"port": "x"}, "config.port"),
        ({"options": "-c x=y"}, "config.options"),
        ({"socketFactory": "evil"}, "config.socketFactory"),
        ({"database": "a\nb"}, "config.database"),
    ],
)
def test_a_wrong_field_is_named(world: World, config: dict[str, Any], field: str) -> None:
    answer = world.shop.client.post(url(world), database(**config))
    assert answer.status_code == 400
    assert list(answer.json()["error"]["fields"]) == [field]
    assert not Datasource.objects.filter(name="db").exists()


REFUSED = ["0.0.0.0", "169.254.169.254", "fe80::1", "64:ff9b::169.254.169.254", "::ffff:0:0:0"]


@pytest.mark.parametrize("host", [*REFUSED, "127.0.0.1", "localhost"])
def test_an_address_that_is_not_allowed_cannot_be_saved(world: World, settings: Any, host: str) -> None:
    settings.STORES_ALLOW_LOOPBACK = host in REFUSED
    refused = world.shop.client.post(url(world), database(host=host))
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["config.host"])
    assert "may not use here" in refused.json()["error"]["message"]
    assert not Datasource.objects.filter(name="db").exists()
    made = world.shop.client.post(url(world), database()).json()
    change = {"config": {**made["config"], "host": host}, "secrets": {"password": "x"}}
    refused = world.shop.client.patch(url(world, made["id"]), change)
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["config.host"])
    assert Datasource.objects.get(pk=made["id"]).config["host"] == "db.example"


def test_each_broker_of_a_cluster_is_judged(world: World) -> None:
    config = {"bootstrap_servers": "nowhere.invalid:9092,127.0.0.1:1,169.254.169.254:9092"}
    for place in ("", "test"):
        body = {"name": "k", "kind": "kafka", "config": config}
        answer = world.shop.client.post(url(world, *filter(None, [place])), body)
        assert answer.status_code == 400
        assert (
            "169.254.169.254 is an address that data sources may not use" in answer.json()["error"]["message"]
        )


def test_the_installations_own_networks_cannot_be_saved(world: World, settings: Any) -> None:
    settings.STORES_DENIED_NETWORKS = (ip_network("10.1.0.0/16"),)
    assert world.shop.client.post(url(world), database(host="10.1.2.3")).status_code == 400
    assert world.shop.client.post(url(world), database(host="10.2.2.3")).status_code == 201


@pytest.mark.parametrize(
    "body",
    [{"kind": "oracle"}, {"name": "No Slug"}, {"config": []}, {"secrets": {"pin": "1"}}],
)
def test_what_is_no_data_source_is_refused(world: World, body: dict[str, Any]) -> None:
    assert world.shop.client.post(url(world), {**database(), **body}).status_code == 400


def test_a_kept_secret_is_not_sent_to_a_new_address(world: World) -> None:
    made = world.shop.client.post(url(world), database()).json()
    for change in (
        {"host": "evil.example"},
        {"port": 1},
        {"database": "other"},
        {"username": "other"},
        {"tls": "off"},
    ):
        config = {**made["config"], **change}
        answer = world.shop.client.patch(url(world, made["id"]), {"config": config})
        assert answer.status_code == 400
        assert answer.json()["error"]["fields"] == {"secrets.password": ["Type it again."]}
    assert Datasource.objects.get(pk=made["id"]).config["host"] == "db.example"
    typed = {"config": {**made["config"], "host": "new.example"}, "secrets": {"password": "typed again"}}
    assert world.shop.client.patch(url(world, made["id"]), typed).json()["config"]["host"] == "new.example"
    same = {"config": typed["config"], "description": "unchanged connection"}
    assert world.shop.client.patch(url(world, made["id"]), same).status_code == 200


def test_a_source_that_others_use_needs_their_consent(world: World) -> None:
    world.shop.datasource.projects.add(world.office.project)
    answer = world.shop.client.patch(url(world, str(world.shop.datasource.pk)), {"description": "mine"})
    assert answer.status_code == 403


def test_a_source_of_another_project_is_attached(world: World) -> None:
    office, attach = world.office.datasource, url(world, "attach")
    assert world.shop.client.get(attach).json()["results"] == []
    refused = world.shop.client.post(attach, {"datasource": str(office.pk)})
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["datasource"])
    membership = world.office.project.memberships.create(user=world.shop.admin, roles=["viewer"])
    assert world.shop.client.get(attach).json()["results"] == [], "to see is not to change"
    membership.roles = ["project-data-admin"]
    membership.save()
    assert [one["name"] for one in world.shop.client.get(attach).json()["results"]] == [office.name]
    made = world.shop.client.post(attach, {"datasource": str(office.pk)})
    assert (made.status_code, made.json()["id"]) == (201, str(office.pk)), made.content
    assert CANARY not in made.content.decode()
    assert world.shop.client.get(url(world, str(office.pk))).status_code == 200
    assert world.shop.client.get(attach).json()["results"] == []
    assert world.shop.client.delete(url(world, str(office.pk))).status_code == 204
    assert Datasource.objects.filter(pk=office.pk).exists(), "the other project still has it"


def test_sources_of_other_tenants_and_for_others_to_give_are_not_attached(world: World) -> None:
    boss = User.objects.create_user("boss", tenant=world.shop.project.tenant, tenant_roles=["data-admin"])
    names = [one["name"] for one in client(boss).get(url(world, "attach")).json()["results"]]
    assert names == [world.office.datasource.name]
    foreign = client(boss).post(url(world, "attach"), {"datasource": str(world.foreign.datasource.pk)})
    assert foreign.status_code == 400
    developer = client(world.shop.member("developer"))
    assert developer.get(url(world, "attach")).json()["results"] == []
    office = {"datasource": str(world.office.datasource.pk)}
    assert developer.post(url(world, "attach"), office).status_code == 403


def test_bound_tables_keep_their_source(world: World) -> None:
    answer = world.shop.client.delete(url(world, str(world.shop.datasource.pk)))
    assert (answer.status_code, "orders" in answer.json()["error"]["message"]) == (409, True)
    world.shop.table.delete()
    assert world.shop.client.delete(url(world, str(world.shop.datasource.pk))).status_code == 204
    assert not Datasource.objects.filter(pk=world.shop.datasource.pk).exists()


def test_keys_rotate_and_a_blob_opens_in_its_own_row_only(world: World, settings: Any) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.VAULT_KEYS = [old]
    source = world.shop.datasource
    sealed = encryption.seal(source.pk, {"password": "x"})
    settings.VAULT_KEYS = [new, old]
    assert encryption.unseal(source.pk, sealed) == {"password": "x"}
    for owner, keys in ((world.office.datasource.pk, [new, old]), (source.pk, [new])):
        settings.VAULT_KEYS = keys
        with pytest.raises(Exception, match="cannot be read"):
            encryption.unseal(owner, sealed)


def test_a_preview_has_the_columns_of_the_registered_table(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = {
        "columns": [
            {"name": "amount", "type": "DOUBLE", "nullable": False, "key": False},
            {"name": "extra", "type": "STRING", "nullable": True, "key": False},
        ],
        "rows": [{"amount": 12.5, "extra": "x"}],
    }
    monkeypatch.setattr(services.client_factory, "call", lambda *_, **__: live)
    table, source = world.shop.table, str(world.shop.datasource.pk)
    table.columns = [{"name": "order_id", "type": "STRING"}, {"name": "amount", "type": "DECIMAL(10, 2)"}]
    table.key, table.event_time = ["order_id"], ""
    table.save()
    described = {
        "columns": [
            {"name": "order_id", "type": "STRING", "nullable": True, "key": True},
            {"name": "amount", "type": "DECIMAL(10, 2)", "nullable": False, "key": False},
        ],
        "rows": [{"order_id": None, "amount": 12.5}],
    }
    assert world.shop.client.get(url(world, source, "preview") + "?name=orders").json() == described
    node = world.shop.client.post(f"/api/jobs/{world.shop.job.pk}/preview/", {"node": "n1"})
    assert node.json() == described, node.content
    assert world.shop.client.get(url(world, source, "preview") + "?name=others").json() == live


def test_records_that_are_not_of_the_table_are_shown_as_they_are() -> None:
    live = {"columns": [{"name": "value", "type": "STRING"}], "rows": [{"value": "not JSON"}]}
    assert services.describe_sample(live, [{"name": "amount", "type": "INT"}], []) == live
    empty = services.describe_sample({"columns": [], "rows": []}, [{"name": "amount", "type": "INT"}], [])
    assert [column["name"] for column in empty["columns"]] == ["amount"]


@pytest.fixture
def warehouse(world: World, stack: Stack) -> tuple[str, dict[str, Any]]:
    """A saved data source that leads to a real PostgreSQL."""
    address = urlsplit(settings.DEMO_WAREHOUSE)
    config = {
        "host": address.hostname,
        "port": address.port,
        "database": "warehouse",
        "username": "warehouse",
    }
    body = {**database(), "config": config, "secrets": {"password": unquote(address.password or "")}}
    return world.shop.client.post(url(world), body).json()["id"], body


def test_a_real_database_is_tested_and_browsed(world: World, warehouse: tuple[str, dict[str, Any]]) -> None:
    source, body = warehouse
    assert "PostgreSQL" in world.shop.client.post(url(world, "test"), body).json()["message"]
    assert "PostgreSQL" in world.shop.client.post(url(world, source, "test")).json()["message"]
    assert world.shop.client.get(url(world, source, "tables")).json() == {"names": []}
    answer = world.shop.client.get(url(world, source, "topics"))
    assert (answer.status_code, "no topics" in answer.json()["error"]["message"]) == (400, True)
    missing = world.shop.client.get(url(world, source, "columns") + "?name=nowhere")
    assert (missing.status_code, "nowhere" in missing.json()["error"]["message"]) == (400, True)


@pytest.mark.parametrize(
    ("change", "secret", "sentence"),
    [
        ({}, "wrong", "refused the password"),
        ({"port": 1}, None, "nothing listens there"),
        ({"host": "no-such-host.invalid"}, None, "is unknown"),
        ({"host": "169.254.169.254"}, None, "may not use"),
    ],
)
def test_why_a_connection_fails_is_told(
    world: World,
    warehouse: tuple[str, dict[str, Any]],
    change: dict[str, Any],
    secret: str | None,
    sentence: str,
) -> None:
    body = {**warehouse[1], "config": {**warehouse[1]["config"], **change}}
    if secret:
        body["secrets"] = {"password": secret}
    answer = world.shop.client.post(url(world, "test"), body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "store")
    assert sentence in answer.json()["error"]["message"]
