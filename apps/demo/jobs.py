"""The demo's tables and its job."""

import json

from django.conf import settings

from apps.accounts.models import User
from apps.datasources.models import Datasource
from apps.jobs.models import Folder, Job
from apps.jobs.services import drafts, folders, jobs
from apps.projects.models import Project
from apps.tables import services as tables
from apps.tables.models import Table

JOB = "Orders per city"
FOLDER = "Reports"
_ORDERS = {
    "order_id": "STRING",
    "customer": "STRING",
    "city": "STRING",
    "amount": "DECIMAL(10, 2)",
    "currency": "STRING",
    "order_time": "TIMESTAMP(3)",
}
_PER_CITY = {"window_start": "TIMESTAMP(3)", "city": "STRING", "orders": "BIGINT", "amount": "DECIMAL(38, 2)"}


def seed_jobs(actor: User, project: Project, sources: dict[str, Datasource]) -> Job:
    """Describe topics and table, and draw the job, where they are missing; nobody holds its lock."""
    kafka, warehouse = sources["shop-kafka"], sources["warehouse"]
    _table(
        actor,
        project,
        kafka,
        "orders",
        _ORDERS,
        "Every order, as the shop writes it.",
        event_time="order_time",
    )
    _table(actor, project, kafka, "orders_per_city", _PER_CITY, "Orders a minute and city.")
    _table(
        actor,
        project,
        warehouse,
        "orders_per_city",
        _PER_CITY,
        "The same, for reports.",
        key=["window_start", "city"],
    )
    there = Job.objects.filter(project=project, name=JOB, deleted_at=None).first()
    if there is not None:
        return there
    folder = Folder.objects.filter(project=project, name=FOLDER, parent=None).first()
    folder = folder or folders.folder_create(actor=actor, project=project, name=FOLDER)
    graph = json.loads((settings.EXAMPLES / "orders-per-city.json").read_text())
    job = jobs.job_create(
        actor=actor,
        project=project,
        folder=folder,
        name=JOB,
        description="Counts and adds up the orders of each city, minute by minute.",
        graph=graph,
    )
    drafts.lock_release(actor=actor, job=job)
    return job


def _table(
    actor: User,
    project: Project,
    source: Datasource,
    name: str,
    columns: dict[str, str],
    description: str,
    **more: object,
) -> None:
    if Table.objects.filter(project=project, datasource=source, name=name).exists():
        return
    shape = [{"name": column, "type": kind} for column, kind in columns.items()]
    tables.table_create(
        actor=actor,
        project=project,
        datasource=source,
        name=name,
        columns=shape,
        description=description,
        **more,
    )
