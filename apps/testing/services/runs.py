"""Asking for runs: everything is compiled and pinned in the request; a bench does the rest."""

from collections.abc import Sequence
from typing import Any
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
from apps.testing.case_definitions import Packs, Pinned
from apps.testing.compiled_job import Drawn, drawn, feeds_to
from apps.testing.models import Case, Run, Subject, VersionCase
from penstock.graph.problems import Problem
from penstock.hashing import digest
from penstock.testkit.instrumentation import SetupError, require_known

RUN = "testing.run"
MOST_OPEN = 1000
UNSAVED = "Unsaved test"


def case_run(*, actor: User, case: Case, version: int | None = None, coverage: bool = False) -> Run:
    """Run a case on the draft, or on a version of its job."""
    require(actor, "job.edit", on=case)
    tested = drawn(actor, case.job, version)
    pinned = case_definitions.pinned(case.job.project, case.definition)
    return _queue(actor, tested, [_Wish(case.name, pinned, case.pk)], coverage=coverage)[0]


def cases_run(
    *,
    actor: User,
    job: Job,
    cases: Sequence[UUID] | None = None,
    version: int | None = None,
    coverage: bool = False,
) -> tuple[UUID, list[Run]]:
    """Run several cases, all when none are named; of a version, its own suite."""
    require(actor, "job.edit", on=job)
    tested = drawn(actor, job, version)
    wishes = _suite(job, tested.version, cases) if tested.version else _current(job, cases)
    batch = uuid4()
    return batch, _queue(actor, tested, wishes, coverage=coverage, batch=batch)


def definition_run(*, actor: User, job: Job, definition: Any, name: str = "") -> Run:
    """Run a case that was not saved, on the draft."""
    require(actor, "job.edit", on=job)
    pinned = case_definitions.pinned(job.project, definition)
    return _queue(actor, drawn(actor, job), [_Wish(name or UNSAVED, pinned, None)])[0]


@transaction.atomic
def run_cancel(*, actor: User, run: Run) -> Run:
    """Call a run off; one that is over stays as it is."""
    require(actor, "job.edit", on=run)
    open_ = Run.objects.filter(pk=run.pk, state__in=Run.OPEN)
    if open_.update(state=Run.State.CANCELLED, ended_at=Now(), lease_until=None, updated_at=Now()):
        events.run_changed(run)
    return run


class _Wish:
    """A case to be run: what it is called, what it is, and its row, if it has one."""

    def __init__(self, name: str, pinned: Pinned, case: UUID | None) -> None:
        self.name, self.pinned, self.case = name, pinned, case


def _current(job: Job, wanted: Sequence[UUID] | None) -> list[_Wish]:
    found = list(Case.objects.filter(job=job))
    if wanted is not None:
        _require_known(wanted, {case.pk for case in found})
        found = [case for case in found if case.pk in set(wanted)]
    loaded = {case.pk: case_definitions.read(case.definition) for case in found}
    packs = Packs(job.project, loaded.values())
    return [_Wish(case.name, packs.pin(loaded[case.pk]), case.pk) for case in found]


def _suite(job: Job, version: Version, wanted: Sequence[UUID] | None) -> list[_Wish]:
    rows = VersionCase.objects.filter(suite__version=version).prefetch_related("packs__pack_version")
    if wanted is not None:
        _require_known(wanted, {row.case for row in rows})
        rows = rows.filter(case__in=wanted)
    there = set(Case.objects.filter(job=job).values_list("pk", flat=True))
    return [_Wish(row.name, snapshot(row), row.case if row.case in there else None) for row in rows]


def snapshot(row: VersionCase) -> Pinned:
    """A case of a suite with the packs that it was submitted with."""
    return Pinned(
        case_definitions.read(row.definition), {one.source: one.pack_version for one in row.packs.all()}
    )


def _require_known(wanted: Sequence[UUID], known: set[UUID]) -> None:
    if set(wanted) - known:
        raise Invalid.field("cases", "One of these test cases does not exist here (any more).")


@transaction.atomic
def _queue(
    actor: User,
    tested: Drawn,
    wishes: Sequence[_Wish],
    *,
    coverage: bool = False,
    batch: UUID | None = None,
) -> list[Run]:
    tested.require_sound()
    unfit = {wish.name: refused for wish in wishes if (refused := unfit_because(tested, wish.pinned))}
    if unfit and batch is None:
        raise next(iter(unfit.values()))
    if not wishes:
        return []
    waiting = Run.objects.filter(job=tested.job, state__in=Run.OPEN).count()
    if waiting + len(wishes) > MOST_OPEN:
        raise Invalid(f"{waiting} runs of this job are waiting already: let them end, or cancel some.")
    subject = _subject(tested)
    now = timezone.now()
    # Of several, one that cannot be run does not hold up the others: its run says why.
    runs = [
        Run(
            job=tested.job,
            case_id=wish.case,
            version=tested.version,
            subject=subject,
            case_name=wish.name,
            definition=wish.pinned.definition,
            packs=wish.pinned.hashes,
            content=wish.pinned.content(tested.script_digest, tested.engine),
            engine=tested.engine,
            coverage_wanted=coverage,
            batch=batch,
            state=Run.State.ERROR if wish.name in unfit else Run.State.QUEUED,
            error=unfit[wish.name].message[:4000] if wish.name in unfit else "",
            ended_at=now if wish.name in unfit else None,
            created_by=actor,
            enqueued_at=now,
        )
        for wish in wishes
    ]
    Run.objects.bulk_create(runs)
    for run in runs:
        events.run_changed(run)
        if run.state == Run.State.QUEUED:
            enqueue(RUN, run.pk)
    return runs


def _subject(tested: Drawn) -> Subject:
    """The one row of this content."""
    parts = {
        "graph": tested.graph.to_dict(),
        "script": tested.script.to_dict(),
        "feeds": feeds_to(tested.feeds),
    }
    subject, _ = Subject.objects.get_or_create(
        job=tested.job,
        digest=digest(parts),
        defaults={**parts, "script_digest": tested.script_digest},
    )
    return subject


def unfit_because(tested: Drawn, pinned: Pinned) -> Invalid | None:
    """Why a case cannot be run on this job, naming nodes; None when it can."""
    problems = [
        Problem(
            "missing-pack",
            f"Choose a data pack for {name}: every source needs one.",
            node=tested.node_of(name) or None,
        )
        for name in tested.roles.sources
        if name not in pinned.packs
    ]
    captures = tested.roles.sinks
    taps = dict.fromkeys(
        [*pinned.case.taps, *(name for name in pinned.case.expected if name not in captures)]
    )
    if not problems:
        try:
            require_known(tested.roles, list(pinned.packs), tuple(taps))
        except SetupError as error:
            problems = [Problem("no-test", str(error))]
    if not problems:
        return None
    sentence = " ".join(problem.message for problem in problems)
    return Invalid(sentence, code="has-errors", problems=[problem.to_dict() for problem in problems])
