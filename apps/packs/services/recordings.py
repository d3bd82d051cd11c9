"""Recordings: requested here, done by a worker (see `recording_worker`), recovered when that is lost."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.leased_tasks import ConcurrencyLimit, Failure, LeasedTasks
from apps.core.permissions import require
from apps.core.task_queue import enqueue
from apps.datasources import services as datasources
from apps.packs import events
from apps.packs.layouts import validate_pack_columns
from apps.packs.models import Pack, Recording
from apps.packs.services.masking import validate_masks
from apps.packs.services.packs import resolve_columns
from apps.projects.models import Project
from apps.tables import selectors as tables
from apps.tables import services as stores

TASK = "packs.record"
MAX_OPEN = 5
"""Recordings of a project that wait or run."""
MAX_RUNNING = 3
"""Of all projects. Each holds a thread of the workers that also follow what runs."""
_RETENTION = timedelta(days=30)
_OPEN = (Recording.State.QUEUED, Recording.State.RUNNING)


RECORDINGS = LeasedTasks(
    model=Recording,
    task=TASK,
    lease=timedelta(seconds=90),
    failure=Failure(
        state=Recording.State.FAILED,
        field="message",
        lost="The server was stopped while it recorded: record again.",
    ),
    announce=events.recording_changed,
    claim_changes={"rows": 0},
    # Any number that no content has as its lock: those are 60 bits of their SHA-256.
    limit=ConcurrencyLimit(MAX_RUNNING, lock=2**62 + 1),
)


@transaction.atomic
def recording_start(
    *, actor: User, project: Project, name: str, datasource: UUID, topic: str, rows: int, seconds: int,
    start: str, table: UUID | None = None, columns: Sequence[Mapping[str, Any]] | None = None,
    event_time: str = "", masks: Sequence[Mapping[str, Any]] = (),
) -> Recording:  # fmt: skip
    """Request a recording into a new pack of this name, or as the next version of the one there is.

    Raises:
        Forbidden: The actor lacks the permission `pack.edit` or `data.preview`.
        Invalid: The data source has no topics, or the columns or masks are wrong.
        Conflict: Too many recordings of the project are under way.
    """
    require(actor, "pack.edit", on=project)
    require(actor, "data.preview", on=project)
    source = stores.datasource_of(actor, project, datasource)
    if not datasources.holds_topics(source):
        raise Invalid.field("datasource", f"“{source.name}” has no topics to record from.")
    # Counted under a lock, so that two requests at once are not both the fifth.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if Recording.objects.filter(project=project, state__in=_OPEN).count() >= MAX_OPEN:
        raise Conflict(f"{MAX_OPEN} recordings are under way in this project: wait for one to end.")
    described = tables.tables(actor, project).filter(datasource=source, name=topic).first()
    pack = Pack.objects.filter(project=project, name=name, deleted_at=None).first()
    if pack is not None:
        known, moment = _columns_of_pack(actor, project, pack, table, columns)
    elif table or columns is not None:
        known, moment = resolve_columns(actor, project, table, columns, event_time)
    elif described is not None and described.columns:
        known, moment = resolve_columns(actor, project, described.pk, None, event_time)
    else:
        known, moment = [], event_time
    if known:
        validate_masks(known, moment, masks)
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


def _columns_of_pack(
    actor: User,
    project: Project,
    pack: Pack,
    table: UUID | None,
    columns: Sequence[Mapping[str, Any]] | None,
) -> tuple[list[dict[str, str]], str]:
    """A pack's columns never change: those of the request must be the same."""
    if table or columns is not None:
        given, _ = resolve_columns(actor, project, table, columns, "")
        if given != pack.columns:
            place = "table" if table else "columns"
            raise Invalid.field(place, f"The pack “{pack.name}” has other columns: take another name.")
    return validate_pack_columns(pack.columns, pack.event_time), pack.event_time


def recording_claim(id: UUID | str) -> Recording | None:
    """The recording, now this worker's; None when another has it, it is done, or too many run already."""
    if RECORDINGS.claim(id) is None:
        return None
    recording = Recording.objects.select_related("project", "datasource", "created_by").get(pk=id)
    events.recording_changed(recording)
    return recording


def recording_heartbeat(recording: Recording, rows: int) -> bool:
    """Note the progress and renew the lease; False when the recording is no longer this worker's."""
    if not RECORDINGS.renew(recording.pk, recording.attempts, rows=rows):
        return False
    events.recording_changed(recording)
    return True


@transaction.atomic
def recording_fail(recording: Recording, sentence: str) -> None:
    """Write why it failed, unless it is no longer this worker's."""
    failed = {"state": Recording.State.FAILED, "message": sentence[:2000]}
    RECORDINGS.finish(recording.pk, recording.attempts, **failed)
    events.recording_changed(recording)


def recordings_sweep() -> None:
    """Give the recordings of lost workers to others, and send lost messages again."""
    RECORDINGS.sweep()


def recording_enqueue_next() -> None:
    """Let the recording that has waited longest start."""
    waiting = Recording.objects.filter(state=Recording.State.QUEUED).order_by("created_at")
    for found in waiting.values_list("pk", flat=True)[:1]:
        enqueue(TASK, found)


def recordings_prune() -> None:
    """Delete recordings that ended long ago; their packs stay."""
    Recording.objects.exclude(state__in=_OPEN).filter(updated_at__lt=Now() - _RETENTION).delete()
