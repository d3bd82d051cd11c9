"""Submitting: a checked draft becomes an immutable, numbered version."""

from django.db import transaction

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.jobs import events
from apps.jobs.lifecycle import version_comparing, version_submitted
from apps.jobs.models import Draft, Job, Version
from apps.jobs.services.checks import graph_check
from apps.jobs.services.drafts import require_lock
from penstock.compiler.script import Script, ScriptDocument
from penstock.graph.document import Graph, GraphDocument
from penstock.hashing import digest


def version_submit(*, actor: User, job: Job, comment: str = "") -> tuple[Version, bool]:
    """The version made of the draft, and whether it is new.

    Submitting what the latest version already holds gives that version again: two clicks, one version.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The check has errors; the exception has the problems.
        Conflict: The actor does not hold the edit lock, or the draft changed during the check.
        Unavailable: The planner does not answer.
    """
    require(actor, "job.edit", on=job)
    require_lock(actor, job)
    draft = Draft.objects.get(job=job)
    checked = graph_check(actor=actor, job=job, graph=draft.graph)
    if not checked.ok:
        raise Invalid(
            "The job has errors: fix them, then submit.",
            code="has-errors",
            problems=checked.report["problems"],
        )
    return _number(actor, job, draft, checked.script, comment)


@transaction.atomic
def _number(actor: User, job: Job, checked: Draft, script: Script, comment: str) -> tuple[Version, bool]:
    """Under the job's row lock, so that two submits can't take one number."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    require_lock(actor, job)
    if Draft.objects.get(job=job).revision != checked.revision:
        raise Conflict("The draft was changed while it was checked: submit again.", code="stale-draft")
    latest = Version.objects.filter(job=job, number=job.last_number).first()
    if latest is not None and not _differs(latest, checked.graph, script):
        return latest, False
    job.last_number += 1
    job.save(update_fields=["last_number", "updated_at"])
    version = Version.objects.create(
        job=job,
        number=job.last_number,
        graph=checked.graph,
        script=script.to_dict(),
        comment=comment,
        created_by=actor,
        content_hash=content_hash(checked.graph, script.to_dict()),
    )
    version_submitted.call(version)
    events.version_created(version)
    return version, True


def _differs(latest: Version, graph: GraphDocument, script: Script) -> bool:
    """Whether the graph, its script or something else that belongs to a version makes a new one.

    Stored documents may be of an earlier version: values are compared, not hashes.
    """
    same = Script.from_dict(latest.script) == script and Graph.load(latest.graph) == Graph.load(graph)
    return not same or any(version_comparing.call(latest))


def content_hash(graph: GraphDocument, script: ScriptDocument) -> str:
    """SHA-256 over graph and script, whatever the order of their keys."""
    return digest([graph, script])
