"""The demo's unit tests: a data pack and the cases of its job, from the examples."""

import json

from django.conf import settings

from apps.accounts.models import User
from apps.jobs.models import Job
from apps.packs.models import Pack, PackVersion
from apps.packs.services.packs import pack_create
from apps.projects.models import Project
from apps.tables.models import Table
from apps.testing.models import Case
from apps.testing.services.cases import case_create
from penstock.testkit.pack_reader import Layout

PACK = "Three minutes of orders"


def seed_cases(actor: User, project: Project, job: Job) -> None:
    """Make the pack and the cases where they are missing."""
    if not Pack.objects.filter(project=project, name=PACK, deleted_at=None).exists():
        table = Table.objects.get(project=project, name="orders")
        pack_create(
            actor=actor,
            project=project,
            name=PACK,
            description="24 orders from three cities, as they happened.",
            given=(settings.EXAMPLES / "packs" / "orders.csv").open("rb"),
            layout=Layout(),
            origin=PackVersion.Origin.UPLOAD,
            table=table.pk,
        )
    if Case.objects.filter(job=job).exists():
        return
    pack = Pack.objects.get(project=project, name=PACK, deleted_at=None)
    for case in json.loads((settings.EXAMPLES / "tests" / "orders-per-city.json").read_text()):
        for one in case["definition"]["inputs"].values():
            one["pack"] = str(pack.pk)
        case_create(actor=actor, job=job, **case)
