"""Every read of packs and recordings, scoped to the actor."""

import json
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.db.models import Count, F, IntegerField, Prefetch, QuerySet, Value

from apps.accounts.models import User
from apps.core.errors import NotFound
from apps.core.permissions import require
from apps.packs import storage
from apps.packs.models import Pack, PackVersion, Recording
from apps.projects.models import Project
from apps.projects.selectors import in_visible_projects
from penstock.sql.json_values import printable


def packs(actor: User, project: Project | None = None) -> QuerySet[Pack]:
    """Packs of one project, or of all that the actor may enter, each with its latest version and use."""
    found = Pack.objects.filter(in_visible_projects(actor), deleted_at=None)
    newest = PackVersion.objects.filter(number=F("pack__last_number")).select_related("created_by")
    found = found.annotate(used_by=_uses()).select_related("project", "created_by")
    found = found.prefetch_related(Prefetch("versions", newest, to_attr="latest"))
    # Counting what refers to them takes their own order away.
    found = found.order_by("name", "id")
    return found.filter(project=project) if project else found


def _uses() -> Any:
    # An app above this one refers to packs; without it there is no such relation.
    if "case_inputs" in {field.name for field in Pack._meta.get_fields()}:
        return Count("case_inputs", distinct=True)
    return Value(0, IntegerField())


def versions(actor: User, pack: Pack) -> QuerySet[PackVersion]:
    """The versions of a pack, the latest first."""
    found = PackVersion.objects.filter(
        in_visible_projects(actor, "pack__project"), pack=pack, pack__deleted_at=None
    )
    return found.select_related("created_by", "pack__project")


def version_get(actor: User, pack: Pack, number: int | None = None) -> PackVersion:
    """A version by its number, or the latest.

    Raises:
        NotFound: The pack has no such version.
    """
    version = versions(actor, pack).filter(number=number or pack.last_number).first()
    if version is None:
        raise NotFound
    return version


def rows(actor: User, version: PackVersion, offset: int, limit: int) -> list[Any]:
    """Some rows of a version, as a page can show them.

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        Unavailable: This server does not have the content.
    """
    require(actor, "data.preview", on=version)
    with storage.open_content(version.sha256) as file:
        return [printable(json.loads(line)) for line in islice(file, offset, offset + limit)]


def lines(actor: User, version: PackVersion) -> Iterator[bytes]:
    """The whole content, chunk by chunk.

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        Unavailable: This server does not have the content.
    """
    require(actor, "data.preview", on=version)
    return _chunks(storage.open_content(version.sha256))


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(1 << 18):
            yield chunk


def recordings(actor: User, project: Project | None = None) -> QuerySet[Recording]:
    """Recordings of one project, or of all that the actor may enter; the newest first."""
    found = Recording.objects.filter(in_visible_projects(actor)).select_related(
        "project", "created_by", "datasource"
    )
    return found.filter(project=project) if project else found
