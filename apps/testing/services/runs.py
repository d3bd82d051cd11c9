"""Requests for runs: the request compiles and pins everything; a test worker does the rest."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.core.permissions import require
from apps.core.task_queue import enqueue
from apps.jobs.models import Job, Version
from apps.testing import case_definitions, events
from apps.testing.case_definitions import PackLookup, PinnedCase
from apps.testing.compiled_job import CompiledJob, compile_job, serialize_schemas
from apps.testing.models import Case, CompiledContent, Run, VersionCase
from apps.testing.services.queues import RUNS
from penstock.graph.problems import Problem
from penstock.hashing import digest
from penstock.testkit.case import CaseDocument
from penstock.testkit.instrumentation import SetupError, require_known

MAX_OPEN = 1000
UNSAVED_NAME = "Unsaved test"


def case_run(*, actor: User, case: Case, version: int | None = None, coverage: bool = False) -> Run:
    """Run a case on the draft, or on a version of its job.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The job or its definition has errors, or too many runs of the job are waiting.
        NotFound: The job has no such version.
    """
    require(actor, "job.edit", on=case)
    compiled = compile_job(actor, case.job, version)
    pinned = case_definitions.pin_case(case.job.project, case.definition)
    return _queue(actor, compiled, [_RunRequest(case.name, pinned, case.pk)], coverage=coverage)[0]


def cases_run(
    *,
    actor: User,
    job: Job,
    cases: Sequence[UUID] | None = None,
    version: int | None = None,
    coverage: bool = False,
) -> tuple[UUID, list[Run]]:
    """Run several cases, all when none are named; of a version, its own suite.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The job has errors, a case does not exist, or too many runs of the job are waiting.
        NotFound: The job has no such version.
    """
    require(actor, "job.edit", on=job)
    compiled = compile_job(actor, job, version)
    requests = (
        _request_suite(job, compiled.version, cases) if compiled.version else _request_cases(job, cases)
    )
    batch = uuid4()
    return batch, _queue(actor, compiled, requests, coverage=coverage, batch=batch)


def definition_run(*, actor: User, job: Job, definition: CaseDocument, name: str = "") -> Run:
    """Run a case that was not saved, on the draft.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The job or the definition has errors, or too many runs of the job are waiting.
    """
    require(actor, "job.edit", on=job)
    pinned = case_definitions.pin_case(job.project, definition)
    return _queue(actor, compile_job(actor, job), [_RunRequest(name or UNSAVED_NAME, pinned, None)])[0]


@transaction.atomic
def run_cancel(*, actor: User, run: Run) -> Run:
    """Cancel a run; one that has ended stays as it is.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
    """
    require(actor, "job.edit", on=run)
    open_ = Run.objects.filter(pk=run.pk, state__in=Run.OPEN)
    if open_.update(state=Run.State.CANCELLED, ended_at=Now(), lease_until=None, updated_at=Now()):
        events.run_changed(run)
    return run


class _RunRequest:
    """A case to run: its name, its definition, and the id of its row, if it has one."""

    def __init__(self, name: str, pinned: PinnedCase, case: UUID | None) -> None:
        self.name, self.pinned, self.case = name, pinned, case


def _request_cases(job: Job, wanted: Sequence[UUID] | None) -> list[_RunRequest]:
    found = list(Case.objects.filter(job=job))
    if wanted is not None:
        _require_known(wanted, {case.pk for case in found})
        found = [case for case in found if case.pk in set(wanted)]
    loaded = {case.pk: case_definitions.load_case(case.definition) for case in found}
    packs = PackLookup(job.project, loaded.values())
    return [_RunRequest(case.name, packs.pin(loaded[case.pk]), case.pk) for case in found]


def _request_suite(job: Job, version: Version, wanted: Sequence[UUID] | None) -> list[_RunRequest]:
    rows = VersionCase.objects.filter(suite__version=version).prefetch_related("packs__pack_version")
    if wanted is not None:
        _require_known(wanted, {row.case for row in rows})
        rows = rows.filter(case__in=wanted)
    there = set(Case.objects.filter(job=job).values_list("pk", flat=True))
    return [_RunRequest(row.name, pin_snapshot(row), row.case if row.case in there else None) for row in rows]


def pin_snapshot(row: VersionCase) -> PinnedCase:
    """A case of a suite with the packs that it was submitted with."""
    return PinnedCase(
        case_definitions.load_case(row.definition), {one.source: one.pack_version for one in row.packs.all()}
    )


def _require_known(wanted: Sequence[UUID], known: set[UUID]) -> None:
    if set(wanted) - known:
        raise Invalid.field("cases", "One of these test cases does not exist here (any more).")


@transaction.atomic
def _queue(
    actor: User,
    compiled: CompiledJob,
    requests: Sequence[_RunRequest],
    *,
    coverage: bool = False,
    batch: UUID | None = None,
) -> list[Run]:
    compiled.require_sound()
    unfit = {
        request.name: refused for request in requests if (refused := find_misfit(compiled, request.pinned))
    }
    if unfit and batch is None:
        raise next(iter(unfit.values()))
    if not requests:
        return []
    waiting = Run.objects.filter(job=compiled.job, state__in=Run.OPEN).count()
    if waiting + len(requests) > MAX_OPEN:
        raise Invalid(f"{waiting} runs of this job are waiting already: let them end, or cancel some.")
    content = _get_content(compiled)
    now = timezone.now()
    # One of several that cannot run does not hold up the others: its run says why.
    runs = [
        Run(
            job=compiled.job,
            case_id=request.case,
            version=compiled.version,
            compiled=content,
            case_name=request.name,
            definition=request.pinned.definition,
            packs=request.pinned.hashes,
            content=request.pinned.content(compiled.script_digest, compiled.engine),
            engine=compiled.engine,
            coverage_wanted=coverage,
            batch=batch,
            state=Run.State.ERROR if request.name in unfit else Run.State.QUEUED,
            error=unfit[request.name].message[:4000] if request.name in unfit else "",
            ended_at=now if request.name in unfit else None,
            created_by=actor,
            enqueued_at=now,
        )
        for request in requests
    ]
    Run.objects.bulk_create(runs)
    for run in runs:
        events.run_changed(run)
        if run.state == Run.State.QUEUED:
            enqueue(RUNS.task, run.pk)
    return runs


def _get_content(compiled: CompiledJob) -> CompiledContent:
    """The one row of this content."""
    parts = {
        "graph": compiled.graph.to_dict(),
        "script": compiled.document,
        "feeds": serialize_schemas(compiled.schemas),
    }
    content, _ = CompiledContent.objects.get_or_create(
        job=compiled.job,
        digest=digest(parts),
        defaults={**parts, "script_digest": compiled.script_digest},
    )
    return content


def find_misfit(compiled: CompiledJob, pinned: PinnedCase) -> Invalid | None:
    """Why a case cannot run on this job, naming nodes; None when it can."""
    problems = [
        Problem(
            "missing-pack",
            f"Choose a data pack for {name}: every source needs one.",
            node=compiled.node_of(name) or None,
        )
        for name in compiled.roles.sources
        if name not in pinned.packs
    ]
    captures = compiled.roles.sinks
    taps = dict.fromkeys(
        [*pinned.case.taps, *(name for name in pinned.case.expected if name not in captures)]
    )
    if not problems:
        try:
            require_known(compiled.roles, list(pinned.packs), tuple(taps))
        except SetupError as error:
            problems = [Problem("no-test", str(error))]
    if not problems:
        return None
    sentence = " ".join(problem.message for problem in problems)
    return Invalid(sentence, code="has-errors", problems=[problem.to_dict() for problem in problems])
