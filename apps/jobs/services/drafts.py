"""The edit lock and the draft under it. Work that can't be saved is kept beside it, never lost."""

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.errors import Conflict
from apps.core.permissions import require
from apps.jobs import events
from apps.jobs.models import Draft, Job, SideDraft, Version
from penstock.graph.document import Graph, GraphDocument
from penstock.hashing import digest


@transaction.atomic
def lock_take(*, actor: User, job: Job, force: bool = False) -> Job:
    """Take the edit lock; from somebody else only by `force`. Their page is notified and keeps their work.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Conflict: Somebody else holds the lock, and `force` is not set.
    """
    require(actor, "job.edit", on=job)
    job = _locked_row(job)
    holder = job.locked_by
    if holder is not None and holder.pk == actor.pk:
        return job
    if holder is not None and not force:
        raise Conflict(f"{holder} is editing this job; you may take over the lock.", code="locked")
    job.locked_by, job.locked_at = actor, timezone.now()
    job.save(update_fields=["locked_by", "locked_at", "updated_at"])
    events.lock_changed(job)
    return job


@transaction.atomic
def lock_release(*, actor: User, job: Job) -> Job:
    """Release one's own lock; nothing to do when nobody holds it.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Conflict: Somebody else holds the lock.
    """
    require(actor, "job.edit", on=job)
    job = _locked_row(job)
    if job.locked_by is None:
        return job
    if job.locked_by_id != actor.pk:
        raise Conflict(f"The lock is {job.locked_by}'s, not yours.", code="locked")
    job.locked_by, job.locked_at = None, None
    job.save(update_fields=["locked_by", "locked_at", "updated_at"])
    events.lock_changed(job)
    return job


def draft_save(*, actor: User, job: Job, graph: GraphDocument, revision: int) -> Draft:
    """Replace the draft that has `revision`.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        GraphError: It is not the document of a graph.
        Conflict: The actor does not hold the lock, or the draft has another revision. The graph is then kept
            as a side draft.
    """
    require(actor, "job.edit", on=job)
    document = Graph.load(graph).to_dict()
    with transaction.atomic():
        job = _locked_row(job)
        draft = Draft.objects.select_for_update().get(job=job)
        if _is_duplicate_save(actor, draft, document, revision):
            return draft
        conflict = _save_conflict(actor, job, draft, revision)
        if conflict is None:
            _replace(draft, document, actor)
            events.draft_saved(draft)
            return draft
        reason, _ = conflict
        side_draft_keep(job, actor, revision, reason, document)
    # Raised outside, so that what was kept is committed.
    raise conflict[1]


@transaction.atomic
def draft_restore(*, actor: User, version: Version) -> Draft:
    """Make a version's graph the draft; the draft it replaces is kept beside it.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Conflict: The actor does not hold the lock.
    """
    require(actor, "job.edit", on=version)
    job = _locked_row(version.job)
    draft = Draft.objects.select_for_update().get(job=job)
    conflict = _save_conflict(actor, job, draft, draft.revision)
    if conflict:
        raise conflict[1]
    side_draft_keep(job, actor, draft.revision, SideDraft.Reason.RESTORED, draft.graph)
    _replace(draft, Graph.load(version.graph).to_dict(), actor)
    events.job_changed(job)
    return draft


def side_draft_keep(job: Job, user: User, revision: int, reason: str, graph: GraphDocument) -> None:
    """Keep work beside the draft: every content that a person drew on one starting point, each once."""
    SideDraft.objects.update_or_create(
        job=job,
        user=user,
        base_revision=revision,
        content_hash=digest(graph),
        defaults={"reason": reason, "graph": graph},
    )


def require_lock(actor: User, job: Job) -> None:
    """Check that the actor holds the edit lock.

    Raises:
        Conflict: Nobody or somebody else holds it.
    """
    if job.locked_by is None:
        raise Conflict("Nobody holds the edit lock of this job: take it first.", code="lock-lost")
    if job.locked_by_id != actor.pk:
        raise Conflict(f"{job.locked_by} has taken over the lock of this job.", code="lock-lost")


def _is_duplicate_save(actor: User, draft: Draft, graph: GraphDocument, revision: int) -> bool:
    """Whether this save was done already and only its answer got lost."""
    return draft.revision == revision + 1 and draft.saved_by_id == actor.pk and draft.graph == graph


def _save_conflict(actor: User, job: Job, draft: Draft, revision: int) -> tuple[str, Conflict] | None:
    try:
        require_lock(actor, job)
    except Conflict as conflict:
        return SideDraft.Reason.LOCK, conflict
    if draft.revision != revision:
        sentence = (
            f"The draft was saved elsewhere meanwhile (it is at revision {draft.revision}, yours builds on "
            f"{revision}): your work is kept beside it, reload to compare."
        )
        return SideDraft.Reason.STALE, Conflict(sentence, code="stale-draft")
    return None


def _replace(draft: Draft, graph: GraphDocument, actor: User) -> None:
    draft.graph, draft.revision, draft.saved_by = graph, draft.revision + 1, actor
    draft.save(update_fields=["graph", "revision", "saved_by", "updated_at"])


def _locked_row(job: Job) -> Job:
    """The job's row, locked until the transaction ends: every change of lock and draft queues here."""
    # No select_related: after waiting for the lock the row is read as it is now, joined rows as they were.
    return Job.objects.select_for_update().get(pk=job.pk)
