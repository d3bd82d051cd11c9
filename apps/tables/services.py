"""Every write of tables."""

from typing import Any
from uuid import UUID

from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.core.permissions import require
from apps.datasources import selectors as datasources
from apps.datasources import services as stores
from apps.datasources.models import Datasource
from apps.projects.models import Project
from apps.tables import events
from apps.tables.models import Table
from apps.tables.validators import validate_columns, validate_roles
from penstock.sql.type_inference import ColumnInfo


@transaction.atomic
def table_create(*, actor: User, project: Project, datasource: Datasource, **fields: Any) -> Table:
    """Describe a topic or database table of one of the project's data sources.

    Raises:
        Forbidden: The actor lacks the permission `table.edit`.
        Invalid: The columns, the event time or the key are wrong.
    """
    require(actor, "table.edit", on=project)
    table = Table(project=project, datasource=datasource)
    if not stores.holds_topics(datasource):
        table.format = Table.Format.NONE
    return _save(table, fields)


@transaction.atomic
def table_edit(*, actor: User, table: Table, **changes: Any) -> Table:
    """Change columns, event time, key, format or description; what it is bound to stays.

    Raises:
        Forbidden: The actor lacks the permission `table.edit`.
        Invalid: The columns, the event time or the key are wrong.
    """
    require(actor, "table.edit", on=table.project)
    return _save(Table.objects.select_for_update().get(pk=table.pk), changes)


@transaction.atomic
def table_delete(*, actor: User, table: Table) -> None:
    """Forget the description; the topic or table itself is not touched.

    Raises:
        Forbidden: The actor lacks the permission `table.edit`.
    """
    require(actor, "table.edit", on=table.project)
    events.changed(table)
    table.delete()


def table_infer(*, actor: User, project: Project, datasource: Datasource, name: str) -> list[ColumnInfo]:
    """Columns as the live store has them, to start a table from.

    Raises:
        Forbidden: The actor lacks the permission `table.edit` or `data.preview`.
        ApplicationError: The store cannot be reached or refuses, or has no such topic or table.
    """
    require(actor, "table.edit", on=project)
    return stores.columns(actor=actor, project=project, datasource=datasource, name=name)


def datasource_of(actor: User, project: Project, id: UUID) -> Datasource:
    """A data source of the project.

    Raises:
        Invalid: The project has no such data source.
    """
    source = datasources.datasources(actor, project).filter(pk=id).first()
    if source is None:
        raise Invalid.field("datasource", "The project has no such data source.")
    return source


def _save(table: Table, fields: dict[str, Any]) -> Table:
    for field, value in fields.items():
        setattr(table, field, value)
    table.columns = validate_columns(table.columns)
    validate_roles(table.columns, table.event_time, table.key)
    table.save()
    events.changed(table)
    return table
