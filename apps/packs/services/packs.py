"""Packs: create, add versions, rename, delete."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.accounts.models import User
from apps.core.db import release_db_connection
from apps.core.errors import Invalid, NotFound
from apps.core.permissions import require
from apps.packs import events, ingest, storage
from apps.packs.layouts import serialize_layout, validate_pack_columns
from apps.packs.lifecycle import pack_deleting
from apps.packs.models import Pack, PackVersion
from apps.projects.models import Project
from apps.tables import selectors as tables
from apps.tables.models import Table
from penstock.testkit.pack_reader import Layout, Report

Columns = Sequence[Mapping[str, Any]]
RowSource = AbstractContextManager[BinaryIO]
"""Rows as they come, see `apps.packs.ingest.open_source`."""


@dataclass(frozen=True)
class VersionMetadata:
    """What a new version has besides its rows."""

    origin: str
    comment: str = ""


def pack_inspect(
    *, actor: User, project: Project, given: RowSource, layout: Layout, table: UUID | None = None,
    columns: Columns | None = None, event_time: str = "",
) -> dict[str, Any]:  # fmt: skip
    """What creating a pack from these rows would give: layout, columns, the first rows, every fault.

    Raises:
        Forbidden: The actor lacks the permission `pack.edit`.
        Invalid: The given columns are wrong, or there are none and no rows to infer them from.
    """
    require(actor, "pack.edit", on=project)
    known: Columns | None = columns
    if table or columns is not None:
        known, _ = resolve_columns(actor, project, table, columns, event_time)
    release_db_connection()
    with given as file:
        return ingest.inspect_content(file, known, layout)


def pack_create(
    *, actor: User, project: Project, name: str, given: RowSource, layout: Layout, origin: str,
    table: UUID | None = None, columns: Columns | None = None, event_time: str = "", description: str = "",
    comment: str = "",
) -> Pack:  # fmt: skip
    """A new pack with its first version; nothing is kept when any row is bad.

    Raises:
        Forbidden: The actor lacks the permission `pack.edit`.
        Invalid: The given columns are wrong.
        BadRows: A row or the file as a whole is wrong; the report names each place.
    """
    require(actor, "pack.edit", on=project)
    known, moment = resolve_columns(actor, project, table, columns, event_time)
    release_db_connection()
    with given as file, ingest.read_content(file, known, layout) as (draft, report), transaction.atomic():
        pack = Pack.objects.create(
            project=project,
            name=name,
            description=description,
            columns=known,
            event_time=moment,
            created_by=actor,
        )
        version_add(pack, actor, draft, report, VersionMetadata(origin, comment))
    return pack


def version_create(
    *, actor: User, pack: Pack, given: RowSource, layout: Layout, origin: str, comment: str = ""
) -> tuple[PackVersion, bool]:
    """The version made of these rows, and whether it is new: the content of the latest one is that one.

    Raises:
        Forbidden: The actor lacks the permission `pack.edit`.
        BadRows: A row or the file as a whole is wrong; the report names each place.
        NotFound: The pack was deleted meanwhile.
    """
    require(actor, "pack.edit", on=pack)
    release_db_connection()
    with (
        given as file,
        ingest.read_content(file, pack.columns, layout) as (draft, report),
        transaction.atomic(),
    ):
        locked = Pack.objects.select_for_update().filter(deleted_at=None, pk=pack.pk).first()
        if locked is None:
            raise NotFound
        return version_add(locked, actor, draft, report, VersionMetadata(origin, comment))


def version_add(
    pack: Pack, actor: User, draft: storage.Draft, report: Report, metadata: VersionMetadata
) -> tuple[PackVersion, bool]:
    """Keep a content as the next version, in the transaction that holds the pack's row lock."""
    latest = PackVersion.objects.filter(pack=pack, number=pack.last_number).first()
    if latest is not None and latest.sha256 == draft.sha256:
        return latest, False
    Pack.objects.filter(pk=pack.pk).update(last_number=F("last_number") + 1, updated_at=timezone.now())
    pack.refresh_from_db(fields=["last_number"])
    version = PackVersion.objects.create(
        pack=pack,
        number=pack.last_number,
        sha256=draft.sha256,
        rows=report.rows,
        bytes=draft.bytes,
        origin=metadata.origin,
        layout=serialize_layout(report.layout),
        comment=metadata.comment,
        created_by=actor,
    )
    # Last: the database has accepted everything else.
    draft.keep()
    events.changed(pack)
    return version, True


@transaction.atomic
def pack_edit(*, actor: User, pack: Pack, **changes: Any) -> None:
    """Rename or describe a pack.

    Raises:
        Forbidden: The actor lacks the permission `pack.edit`.
    """
    require(actor, "pack.edit", on=pack)
    for field, value in changes.items():
        setattr(pack, field, value)
    pack.save(update_fields=[*changes, "updated_at"])
    events.changed(pack)


@transaction.atomic
def pack_delete(*, actor: User, pack: Pack) -> None:
    """Take a pack out of the project.

    Raises:
        Forbidden: The actor lacks the permission `pack.edit`.
        Conflict: Test cases use it.
    """
    require(actor, "pack.edit", on=pack)
    locked = Pack.objects.select_for_update().get(pk=pack.pk)
    pack_deleting.call(locked)
    locked.deleted_at = timezone.now()
    locked.save(update_fields=["deleted_at", "updated_at"])
    events.changed(locked)


def resolve_columns(
    actor: User, project: Project, table: UUID | None, columns: Columns | None, event_time: str
) -> tuple[list[dict[str, str]], str]:
    """Columns and event time, from a table of the project or as given.

    Raises:
        Invalid: Columns are missing, given twice or wrong, or the project has no such table.
    """
    if table is None:
        if columns is None:
            raise Invalid.field("columns", "Name the columns, or a table that has them.")
        return validate_pack_columns(columns, event_time), event_time
    if columns is not None:
        raise Invalid.field("columns", "Give either columns or a table, not both.")
    found = tables.tables(actor, project).filter(pk=table).first()
    if found is None:
        raise Invalid.field("table", "The project has no such table.")
    moment = event_time or found.event_time
    return validate_pack_columns(_columns(found), moment), moment


def _columns(table: Table) -> Columns:
    if not table.columns:
        raise Invalid.field("table", f"The table “{table.name}” has no columns yet.")
    return list(table.columns)
