"""Recordings: asked for here, done by a worker (see `capturing`), found again when their worker is lost."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.core.task_queue import enqueue
from apps.datasources import services as datasources
from apps.packs import events
from apps.packs.layouts import checked
from apps.packs.models import Pack, Recording
from apps.packs.services.masking import masks_checked
from apps.packs.services.packs import columns_of
from apps.projects.models import Project
from apps.tables import selectors as tables
from apps.tables import services as stores

TASK = "packs.record"
MOST_OPEN = 5
"""Recordings of a project that wait or run."""
MOST_AT_ONCE = 3
"""Of all projects. Each holds a thread of the workers that also follow what runs."""
MOST_ATTEMPTS = 2
LEASE = timedelta(seconds=90)
_UNHEARD = timedelta(seconds=10)
_KEPT = timedelta(days=30)
# Any number that no content has: those are locked by 60 bits of their SHA-256.
_CLAIMS = 2**62 + 1
_OPEN = (Recording.State.QUEUED, Recording.State.RUNNING)


@transaction.atomic
def recording_start(
    *, actor: User, project: Project, name: str, datasource: UUID, topic: str, rows: int, seconds: int,
    start: str, table: UUID | None = None, columns: Sequence[Mapping[str, Any]] | None = None,
    event_time: str = "", masks: Sequence[Mapping[str, Any]] = (),
) -> Recording:  # fmt: skip
    """Ask for a recording into a new pack of this name, or as the next version of the one there is."""
    require(actor, "pack.edit", on=project)
    require(actor, "data.preview", on=project)
    source = stores.datasource_of(actor, project, datasource)
    if not datasources.holds_topics(source):
        raise Invalid.field("datasource", f"“{source.name}” has no topics to record from.")
    # Counted under a lock, so that two clicks are not both the fifth.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if Recording.objects.filter(project=project, state__in=_OPEN).count() >= MOST_OPEN:
        raise Conflict(f"{MOST_OPEN} recordings are under way in this project: wait for one to end.")
    described = tables.tables(actor, project).filter(datasource=source, name=topic).first()
    pack = Pack.objects.filter(project=project, name=name, deleted_at=None).first()
    if pack is not None:
        known, moment = _of_pack(actor, project, pack, table, columns)
    elif table or columns is not None:
        known, moment = columns_of(actor, project, table, columns, event_time)
    elif described is not None and described.columns:
        known, moment = columns_of(actor, project, described.pk, None, event_time)
    else:
        known, moment = [], event_time
    if known:
        masks_checked(known, moment, masks)
    recording = Recording.objects.create(
        project=project,
        pack=pack,
        datasource=source,
        topic=topic,
        name=name,
        limit_rows=rows,
        limit_seconds=seconds,
        start=start,
        format=described.format if described is not None else "json",
        columns=known,
        event_time=moment,
        masks=[dict(mask) for mask in masks],
        created_by=actor,
    )
    events.recording_changed(recording)
    enqueue(TASK, recording.pk)
    return recording


def _of_pack(
    actor: User,
    project: Project,
    pack: Pack,
    table: UUID | None,
    columns: Sequence[Mapping[str, Any]] | None,
) -> tuple[list[dict[str, str]], str]:
    """A pack's columns never change: those that are told must be the same."""
    if table or columns is not None:
        told, _ = columns_of(actor, project, table, columns, "")
        if told != pack.columns:
            place = "table" if table else "columns"
            raise Invalid.field(place, f"The pack “{pack.name}” has other columns: take another name.")
    return checked(pack.columns, pack.event_time), pack.event_time


@transaction.atomic
def recording_claim(id: UUID | str) -> Recording | None:
    """The recording, now this worker's; None when it is somebody else's, done, or has to wait its turn."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIMS])
    if _running() >= MOST_AT_ONCE:
        return None
    waiting = Recording.objects.filter(pk=id, state=Recording.State.QUEUED)
    taken = waiting.update(
        state=Recording.State.RUNNING, attempts=F("attempts") + 1, rows=0, lease_until=Now() + LEASE
    )
    if not taken:
        return None
    recording = Recording.objects.select_related("project", "datasource", "created_by").get(pk=id)
    events.recording_changed(recording)
    return recording


def recording_go_on(recording: Recording, rows: int) -> bool:
    """Note how far it is and keep the lease; False when the recording is this worker's no longer."""
    mine = Recording.objects.filter(
        pk=recording.pk, state=Recording.State.RUNNING, attempts=recording.attempts
    )
    if not mine.update(rows=rows, lease_until=Now() + LEASE):
        return False
    events.recording_changed(recording)
    return True


@transaction.atomic
def recording_fail(recording: Recording, sentence: str) -> None:
    """It came to nothing, and why; unless it is this worker's no longer."""
    mine = Recording.objects.filter(
        pk=recording.pk, state=Recording.State.RUNNING, attempts=recording.attempts
    )
    mine.update(state=Recording.State.FAILED, message=sentence[:2000], lease_until=None, updated_at=Now())
    events.recording_changed(recording)


@transaction.atomic
def recordings_sweep() -> None:
    """Give what a lost worker left to another one, and say again what was not heard."""
    lost = Recording.objects.filter(state=Recording.State.RUNNING, lease_until__lt=Now())
    for recording in lost.select_for_update(skip_locked=True):
        again = recording.attempts < MOST_ATTEMPTS
        recording.state = Recording.State.QUEUED if again else Recording.State.FAILED
        recording.message = "" if again else "The server was stopped while it recorded: record again."
        recording.lease_until = None
        recording.save()
        if again:
            enqueue(TASK, recording.pk)
        events.recording_changed(recording)
    if _running() < MOST_AT_ONCE:
        unheard = Recording.objects.filter(state=Recording.State.QUEUED, updated_at__lt=Now() - _UNHEARD)
        for recording in unheard.order_by("created_at")[:MOST_AT_ONCE]:
            recording.save(update_fields=["updated_at"])
            enqueue(TASK, recording.pk)


def recording_next() -> None:
    """Let the one that has waited longest begin."""
    waiting = Recording.objects.filter(state=Recording.State.QUEUED).order_by("created_at")
    for found in waiting.values_list("pk", flat=True)[:1]:
        enqueue(TASK, found)


def recordings_prune() -> None:
    """Forget recordings that ended long ago; their packs stay."""
    Recording.objects.exclude(state__in=_OPEN).filter(updated_at__lt=Now() - _KEPT).delete()


def _running() -> int:
    return Recording.objects.filter(state=Recording.State.RUNNING, lease_until__gt=Now()).count()
