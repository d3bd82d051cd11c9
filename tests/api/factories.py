"""Two tenants with everything in them, for tests to look at from inside and from outside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pgtrigger
from django.utils import timezone
from rest_framework.test import APIClient

from apps.accounts.models import ApiToken, User
from apps.accounts.tokens import digest
from apps.datasources import encryption
from apps.datasources.models import Datasource
from apps.environments.models import Environment
from apps.instances.models import Instance
from apps.jobs.models import Draft, Folder, Job, SideDraft, Version
from apps.jobs.services.versions import content_hash
from apps.packs import storage
from apps.packs.models import Pack, PackVersion, Recording
from apps.projects.models import Membership, Project, Tenant
from apps.tables.models import Table
from apps.testing.models import Case, CompiledContent, Run, RunOutput, Trace
from apps.testing.services import cases

LAYOUT = {
    "format": "jsonl", "encoding": "utf-8", "delimiter": None, "quote": '"', "header": None, "days": None,
    "ignore_unknown": False,
}  # fmt: skip
CANARY = "canary-5ecret-value"
CANARY_ROW = "canary-of-a-row"


def client(user: User | None = None, **options: Any) -> APIClient:
    """An API client, signed in as `user`."""
    made = APIClient(**options)
    if user is not None:
        made.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return made


def graph(topic: str = "orders", datasource: str = "shop-kafka") -> dict[str, Any]:
    """A Kafka source that is printed."""
    return {
        "version": 1,
        "nodes": [
            {
                "id": "n1",
                "kind": "kafka-source",
                "name": "orders",
                "params": {"datasource": datasource, "topic": topic},
            },
            {"id": "n2", "kind": "print-sink", "name": "shown", "params": {}},
        ],
        "edges": [{"source": "n1", "target": "n2"}],
    }


@dataclass(frozen=True)
class Room:
    """A project with one of everything in it."""

    project: Project
    admin: User
    membership: Membership
    datasource: Datasource
    table: Table
    pack: Pack
    recording: Recording
    case: Case
    run: Run
    trace: Trace
    folder: Folder
    job: Job
    version: Version
    environment: Environment
    instance: Instance
    token: ApiToken

    @property
    def client(self) -> APIClient:
        """The project administrator's client."""
        return client(self.admin)

    def member(self, *roles: str, name: str = "") -> User:
        """Somebody with these roles in the project."""
        user = User.objects.create_user(
            name or f"{'-'.join(roles)}@{self.project.name}", tenant=self.project.tenant
        )
        Membership.objects.create(project=self.project, user=user, roles=list(roles))
        return user


def furnish(tenant: Tenant, name: str) -> Room:
    """Make a project and fill it."""
    project = Project.objects.create(tenant=tenant, name=name)
    admin = User.objects.create_user(f"admin@{name}", tenant=tenant)
    environment = Environment.objects.create(project=project, name="test", url="http://127.0.0.1:1")
    datasource = _datasource(tenant, project, name)
    columns = [{"name": "order_id", "type": "STRING"}, {"name": "order_time", "type": "TIMESTAMP(3)"}]
    table = Table.objects.create(
        project=project, datasource=datasource, name="orders", columns=columns, event_time="order_time"
    )
    folder = Folder.objects.create(project=project, name="Reports")
    now = timezone.now()
    job = Job.objects.create(
        project=project, folder=folder, name="Orders", created_by=admin, locked_by=admin, locked_at=now,
        last_number=1,
    )  # fmt: skip
    drawn = graph(datasource=datasource.name)
    Draft.objects.create(job=job, graph=drawn, saved_by=admin)
    SideDraft.objects.create(job=job, user=admin, base_revision=1, reason="lock", graph=drawn)
    script = {"version": 1, "settings": {}, "statements": [], "requirements": {"connectors": []}}
    version = Version.objects.create(
        job=job, number=1, graph=drawn, script=script, created_by=admin, content_hash="0" * 64
    )
    instance = Instance.objects.create(
        job=job, version=version, environment=environment, desired="stopped", observed="stopped", since=now,
        started_by=str(admin),
    )  # fmt: skip
    membership = Membership.objects.create(project=project, user=admin, roles=["project-admin"])
    pack = _pack(project, admin, columns)
    case = cases.case_create(actor=admin, job=job, name="One order", definition={})
    run = _run(case)
    return Room(
        project=project,
        admin=admin,
        membership=membership,
        datasource=datasource,
        table=table,
        pack=pack,
        recording=_recording(datasource, project, admin),
        case=case,
        run=run,
        trace=Trace.objects.create(
            run=run,
            question={"output": "shown", "row": 0},
            state="done",
            created_by=admin,
            enqueued_at=now,
            answer={"sentence": "It came in.", "rows": [], "minimal": True, "runs": 1},
        ),
        folder=folder,
        job=job,
        version=version,
        environment=environment,
        instance=instance,
        token=ApiToken.objects.create(
            user=admin, name="ci", prefix="pst_", digest=digest(f"token of {name}")
        ),
    )


def _datasource(tenant: Tenant, project: Project, name: str) -> Datasource:
    source = Datasource(
        tenant=tenant,
        name=f"{name.lower()}-kafka",
        kind="kafka",
        config={"bootstrap_servers": "kafka.example:9092"},
        secrets_set=["password"],
    )
    source.vault = encryption.seal(source.pk, {"password": CANARY})
    source.save()
    source.projects.add(project)
    return source


def _recording(datasource: Datasource, project: Project, admin: User) -> Recording:
    return Recording.objects.create(
        project=project, datasource=datasource, topic="orders", name="January", limit_rows=10,
        limit_seconds=5, start="latest", state="failed", message="Nothing came.", created_by=admin,
        masks=[{"column": "order_id", "rule": "hash", "keep": 4}],
    )  # fmt: skip


def _pack(project: Project, admin: User, columns: list[dict[str, str]]) -> Pack:
    pack = Pack.objects.create(
        project=project,
        name="January",
        columns=columns,
        event_time="order_time",
        last_number=1,
        created_by=admin,
    )
    with storage.draft() as draft:
        draft.write(b'{"order_id":"a","order_time":"2026-01-02 03:04:05"}\n')
        draft.finish()
        PackVersion.objects.create(
            pack=pack, number=1, sha256=draft.sha256, rows=1, bytes=draft.bytes, origin="upload",
            layout=LAYOUT, created_by=admin,
        )  # fmt: skip
        draft.keep()
    return pack


def _run(case: Case) -> Run:
    """A run that ended with one row."""
    drawn = {"graph": graph(), "script": {}, "feeds": {}}
    content = CompiledContent.objects.create(job=case.job, digest="0" * 64, script_digest="0" * 64, **drawn)
    row = {"order_id": CANARY_ROW, "order_time": "2026-01-01 10:00:00"}
    change = {"kind": "+I", "line": 0, "row": row, "from": {"source": "orders", "row": 0}}
    columns = [{"name": "order_id", "type": "STRING"}, {"name": "order_time", "type": "TIMESTAMP(3)"}]
    result = {"inputs": {"orders": {"rows": 1}}, "comparisons": {}, "late": [], "notes": [], "planning_ms": 5}
    now = timezone.now()
    run = Run.objects.create(
        job=case.job, case=case, compiled=content, case_name=case.name, definition=case.definition, packs={},
        content="0" * 64, engine="1.20", state="finished", result=result, milliseconds=50, enqueued_at=now,
        counts={"outputs": {"shown": 1}, "late": 0, "mismatches": 0}, created_by=case.created_by,
        ended_at=now,
    )  # fmt: skip
    RunOutput.objects.create(
        run=run, name="shown", node="n2", columns=columns, count=1, kept=1, changes=[change]
    )
    return run


def write_as_version_1(script: Mapping[str, Any]) -> dict[str, Any]:
    """The script's document as it was when scripts had version 1."""
    statements = [
        {key: value for key, value in one.items() if key != "changelog"} for one in script["statements"]
    ]
    return {**script, "version": 1, "statements": statements}


def store_script_of_version_1(job: Job, number: int) -> None:
    """Make the version one that was submitted when scripts had version 1."""
    version = Version.objects.get(job=job, number=number)
    script = write_as_version_1(version.script)
    with pgtrigger.ignore("jobs.Version:version_is_immutable"):
        Version.objects.filter(pk=version.pk).update(
            script=script, content_hash=content_hash(version.graph, script)
        )


@dataclass(frozen=True)
class World:
    """Shop (ours), Office (the same tenant's), Foreign (another tenant's)."""

    shop: Room
    office: Room
    foreign: Room


def make_world() -> World:
    """Three furnished projects in two tenants."""
    acme, globex = Tenant.objects.create(name="Acme"), Tenant.objects.create(name="Globex")
    return World(furnish(acme, "Shop"), furnish(acme, "Office"), furnish(globex, "Foreign"))
