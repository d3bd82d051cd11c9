"""Asking for starts, stops and savepoints: what is taken, what is refused, and by whom."""

from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest

from apps.instances.models import Instance, Operation, Savepoint

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def test_a_start_is_written_down_before_anything_happens(world: Any, flink: Any) -> None:
    answer = world.start()
    assert answer.status_code == 201, answer.content
    shown = answer.json()
    assert (shown["desired"], shown["observed"]) == ("running", "created")
    assert shown["operation"]["kind"] == "start"
    assert shown["operation"]["state"] == "planned"
    assert shown["ui_url"] == f"http://flink.example/ui/#/job/running/{shown['flink_job_id']}/overview"
    assert (shown["version"], shown["environment"], shown["job_name"]) == (1, "test", "Orders per city")
    instance = world.instance()
    assert (
        instance.attempts.get().flink_job_id == shown["flink_job_id"] == Operation.objects.get().flink_job_id
    )
    assert len(shown["flink_job_id"]) == 32
    assert not flink.bodies, "the cluster is called by the worker only"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": 0}, "version"),
        ({"version": "x"}, "version"),
        ({"environment": "staging"}, "environment"),
        ({"start": {"from": "yesterday"}}, "start.from"),
        ({"start": {"from": "savepoint"}}, "start.savepoint"),
        ({"start": {"from": "savepoint", "savepoint": "x"}}, "start.savepoint"),
        ({"start": {"from": "savepoint", "savepoint": UNKNOWN}}, "start.savepoint"),
        ({"start": {"from": "timestamp"}}, "start.timestamp_ms"),
        ({"start": {"from": "timestamp", "timestamp_ms": -1}}, "start.timestamp_ms"),
        ({"start": {"from": "now", "timestamp_ms": 1}}, "start.timestamp_ms"),
        ({"settings": {"parallelism": 0}}, "settings.parallelism"),
        ({"settings": {"parallelism": "many"}}, "settings.parallelism"),
        ({"settings": {"options": {"$internal.pipeline.job-id": "x"}}}, "settings.options"),
        ({"settings": {"checkpoint_interval_ms": None}}, "settings.checkpoint_interval_ms"),
    ],
)
def test_a_wrong_start_names_its_field(world: Any, body: dict[str, Any], field: str) -> None:
    answer = world.start(**body)
    assert answer.status_code == 400, answer.content
    assert field in answer.json()["error"]["fields"], answer.json()
    assert not Instance.objects.exists()


def test_a_version_that_is_not_there_is_not_found(world: Any) -> None:
    assert world.start(version=7).status_code == 404


def test_production_takes_only_releases(world: Any) -> None:
    answer = world.start("ops", environment="production")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "not-released"
    assert world.start("dev", environment="production").status_code == 403


@pytest.mark.parametrize(("who", "status"), [("dev", 201), ("ops", 201), ("viewer", 403), ("none", 404)])
def test_who_may_start(world: Any, who: str, status: int) -> None:
    assert world.start(who).status_code == status


def test_twenty_clicks_start_one_instance(world: Any, together: Callable[..., list[Any]]) -> None:
    answers = together(*[world.start] * 20)
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [201] + [409] * 19
    assert {a.json()["error"]["code"] for a in answers if a.status_code == 409} == {"already-running"}
    assert Instance.objects.count() == Operation.objects.count() == 1


def test_red_control_without_the_index_the_clicks_would_start_several(
    world: Any, together: Callable[..., list[Any]]
) -> None:
    """Without its database index the race is real: the check before it doesn't suffice."""
    from django.db import connection

    constraint = next(c for c in Instance._meta.constraints if c.name == "one_live_instance")
    with connection.schema_editor() as editor:
        editor.remove_constraint(Instance, constraint)
    try:
        together(*[world.start] * 20)
        assert Instance.objects.count() > 1
    finally:
        for table in ("transition", "operation", "attempt", "savepoint", "instance"):
            with connection.cursor() as cursor:
                cursor.execute(f"TRUNCATE instances_{table} CASCADE")
        with connection.schema_editor() as editor:
            editor.add_constraint(Instance, constraint)


def test_start_against_stop_leaves_the_last_accepted_intent(
    world: Any, together: Callable[..., list[Any]]
) -> None:
    instance = world.start().json()["id"]
    client = world.client("dev")
    together(
        lambda: client.post(f"/api/instances/{instance}/stop/", {"savepoint": False}, format="json"),
        lambda: client.post(f"/api/instances/{instance}/start/", {}, format="json"),
    )
    # The start is refused in both orders: it runs already, or isn't stopped yet.
    assert world.instance().desired == "stopped"
    assert Operation.objects.filter(state__in=Operation.OPEN).count() == 1


def test_a_savepoint_needs_a_running_job(world: Any) -> None:
    instance = world.start().json()["id"]
    answer = world.client("dev").post(f"/api/instances/{instance}/savepoints/", {}, format="json")
    assert answer.status_code == 409
    assert "only while it runs" in answer.json()["error"]["message"]
    assert not Savepoint.objects.exists()


def test_stopping_what_does_not_run_is_refused(world: Any) -> None:
    instance = world.start().json()["id"]
    Instance.objects.update(desired="stopped", observed="finished")
    Operation.objects.update(state="confirmed")
    answer = world.client("dev").post(f"/api/instances/{instance}/stop/", {}, format="json")
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "not-running"


ROUTES = [
    ("get", ""),
    ("post", "start/"),
    ("post", "stop/"),
    ("get", "savepoints/"),
    ("post", "savepoints/"),
    ("get", "exceptions/"),
    ("get", "logs/"),
    ("get", "metrics/"),
    ("get", "plan/"),
    ("get", "history/"),
]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_another_tenants_instance_is_as_unknown_as_one_that_is_not_there(
    world: Any, other: Any, method: str, path: str
) -> None:
    instance = world.start().json()["id"]
    stranger = other.client("dev")
    foreign = getattr(stranger, method)(f"/api/instances/{instance}/{path}")
    unknown = getattr(stranger, method)(f"/api/instances/{UNKNOWN}/{path}")
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json() == unknown.json()


def test_another_tenants_job_version_and_savepoint_cannot_be_named(world: Any, other: Any) -> None:
    instance = world.start().json()["id"]
    theirs = Savepoint.objects.create(
        instance_id=instance, kind="savepoint", state="completed", flink_job_id="a" * 32, location="s3://b/x"
    )
    stranger = other.client("dev")
    assert (
        stranger.post(f"/api/jobs/{world.job.pk}/instances/", {"version": 1}, format="json").status_code
        == 404
    )
    assert stranger.get(f"/api/projects/{world.project.pk}/instances/").status_code == 404
    answer = other.start(start={"from": "savepoint", "savepoint": str(theirs.pk)})
    assert answer.status_code == 400
    assert answer.json()["error"]["fields"] == {"start.savepoint": ["This job has no such savepoint."]}
    assert stranger.get(f"/api/projects/{other.project.pk}/instances/").json()["count"] == 0


def test_the_list_is_narrowed_by_job_and_environment(world: Any) -> None:
    world.start()
    client, base = world.client("viewer"), f"/api/projects/{world.project.pk}/instances/"
    assert client.get(base).json()["count"] == 1
    assert client.get(base, {"environment": "production"}).json()["count"] == 0
    assert client.get(base, {"environment": "test", "job": str(world.job.pk)}).json()["count"] == 1
    assert client.get(base, {"job": UNKNOWN}).json()["count"] == 0
    assert client.get(base, {"job": "x"}).status_code == 400


def test_the_history_says_who_did_what(world: Any) -> None:
    instance = world.start().json()["id"]
    lines = world.client("viewer").get(f"/api/instances/{instance}/history/").json()["results"]
    assert {(line["subject"], line["after"]) for line in lines} == {
        ("desired", "running"),
        ("attempt", "1"),
        ("start", "planned"),
    }
    assert {line["actor"] for line in lines} == {"dev-Acme"}


def test_a_job_that_runs_cannot_be_deleted(world: Any) -> None:
    instance = world.start().json()["id"]
    client, path = world.client("dev"), f"/api/jobs/{world.job.pk}/"
    client.post(f"{path}lock/", {"force": True}, format="json")
    answer = client.delete(path)
    assert answer.status_code == 409
    assert "runs in test: stop it first" in answer.json()["error"]["message"]
    Operation.objects.update(state="confirmed")
    Instance.objects.filter(pk=instance).update(desired="stopped", observed="stopped")
    assert client.delete(path).status_code == 204


def test_connections_reach_the_submission_and_nothing_else(world: Any, flink: Any) -> None:
    import base64
    import json

    from django.core.management import call_command

    from apps.datasources.models import Datasource
    from apps.datasources.services import datasource_create
    from apps.instances.services.reconcile import instance_advance
    from apps.jobs.models import Version
    from apps.projects.models import Membership

    Membership.objects.filter(user=world.users["dev"]).update(roles=["project-admin"])
    datasource_create(
        actor=world.users["dev"],
        project=world.project,
        name="warehouse",
        kind="postgresql",
        config={"host": "db.example", "port": 5432, "database": "shop", "username": "shop"},
        secrets={"password": "k7Qw-canary"},
    )
    ref = {"datasource": "warehouse", "key": "password"}
    table = {"node": "n1", "kind": "table", "name": "t", "sql": "CREATE", "options": [["password", ref]]}
    Version.objects.create(
        job=world.job,
        number=2,
        graph=world.version.graph,
        script={**world.version.script, "statements": [table]},
        created_by=world.users["dev"],
        content_hash="1" * 64,
    )
    instance = world.start(version=2).json()["id"]
    flink.faults.append("refuse")
    instance_advance(instance)
    arguments = flink.bodies[0]["programArgsList"]
    document = json.loads(base64.b64decode(arguments[arguments.index("--connections") + 1]))
    assert document["warehouse"]["password"] == "k7Qw-canary"
    assert document["warehouse"]["url"].startswith("jdbc:postgresql://db.example:5432/shop")
    import io

    dump = io.StringIO()
    call_command("dumpdata", stdout=dump)
    assert "canary" not in dump.getvalue()
    # A data source taken out of the project is reached no more.
    Datasource.objects.get().projects.clear()
    world.client("dev").post(f"/api/instances/{instance}/start/", {}, format="json")
    instance_advance(instance)
    assert "the data source “warehouse”, which this project doesn't use" in Instance.objects.get().error
    assert len(flink.bodies) == 1


def test_the_address_is_judged_again_at_the_start(world: Any, flink: Any) -> None:
    """Saved while it was allowed; the name, or the policy, has changed since."""
    from django.test import override_settings

    from apps.datasources.models import Datasource
    from apps.instances.services.reconcile import instance_advance
    from apps.jobs.models import Version

    config = {"host": "10.1.2.3", "port": 5432, "database": "shop", "username": "shop"}
    source = Datasource.objects.create(
        tenant=world.project.tenant, name="warehouse", kind="postgresql", config=config
    )
    source.projects.add(world.project)
    ref = {"datasource": "warehouse", "key": "url"}
    table = {"node": "n1", "kind": "table", "name": "t", "sql": "CREATE", "options": [["url", ref]]}
    script = {**world.version.script, "statements": [table]}
    made = Version.objects.create(
        job=world.job, number=2, graph=world.version.graph, script=script, created_by=world.users["dev"],
        content_hash="1" * 64,
    )  # fmt: skip
    instance = world.start(version=made.number).json()["id"]
    flink.faults.append("refuse")
    instance_advance(instance)
    arguments = flink.bodies[0]["programArgsList"]
    assert "penstock.egress.hosts=10.1.2.3" in arguments, "for the runtime, which resolves it once more"
    (denied,) = [text for text in arguments if text.startswith("penstock.egress.denied=")]
    assert "169.254.0.0/16" in denied
    with override_settings(STORES_DENIED_NETWORKS=(ip_network("10.1.0.0/16"),)):
        world.client("dev").post(f"/api/instances/{instance}/start/", {}, format="json")
        instance_advance(instance)
    error = Instance.objects.get().error
    assert "The data source “warehouse” cannot be used: 10.1.2.3 is an address that" in error
    assert len(flink.bodies) == 1
