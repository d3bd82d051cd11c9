"""Test cases: create, change, delete."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.jobs.models import Job
from apps.packs.models import Pack
from apps.testing import case_definitions, events
from apps.testing.case_definitions import PinnedCase
from apps.testing.models import Case, CaseInput
from penstock.testkit.case import CaseDocument

MAX_CASES = 500


@transaction.atomic
def case_create(*, actor: User, job: Job, name: str, definition: CaseDocument, description: str = "") -> Case:
    """Add a case behind those that the job has.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The definition is wrong, or the job has too many cases.
        Conflict: A data pack of it was deleted just now.
    """
    require(actor, "job.edit", on=job)
    pinned = case_definitions.pin_case(job.project, definition)
    Job.objects.select_for_update().get(pk=job.pk)
    there = Case.objects.filter(job=job)
    if there.count() >= MAX_CASES:
        raise Invalid(f"A job takes up to {MAX_CASES} test cases: delete some first.")
    last = there.aggregate(last=Max("position"))["last"]
    case = Case.objects.create(
        job=job,
        name=name,
        description=description,
        definition=case_definitions.load_case(definition).to_dict(),
        position=0 if last is None else last + 1,
        created_by=actor,
    )
    _sync_inputs(case, pinned)
    events.case_changed(case)
    return case


@transaction.atomic
def case_edit(*, actor: User, case: Case, revision: int, **changes: Any) -> Case:
    """Change a case that has `revision`.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
        Invalid: The definition is wrong.
        Conflict: The case has another revision meanwhile, or a data pack of it was deleted just now.
    """
    require(actor, "job.edit", on=case)
    case = _lock_case(case)
    if case.revision != revision:
        raise Conflict(
            f"The test case was changed meanwhile (it is at revision {case.revision}, yours builds on"
            f" {revision}): reload it.",
            code="stale-case",
        )
    if "definition" in changes:
        # Who is shown a case without its rows would take them away by saving it.
        require(actor, "data.preview", on=case)
        definition_set(case, changes.pop("definition"))
    for field, value in changes.items():
        setattr(case, field, value)
    case.revision += 1
    case.save()
    events.case_changed(case)
    return case


@transaction.atomic
def case_delete(*, actor: User, case: Case) -> None:
    """Delete a case; what its runs were stays with the job.

    Raises:
        Forbidden: The actor lacks the permission `job.edit`.
    """
    require(actor, "job.edit", on=case)
    events.case_changed(case)
    case.delete()


def definition_set(case: Case, definition: CaseDocument) -> None:
    """Give a case, whose row is locked, a definition; its caller saves it.

    Raises:
        Invalid: The definition is wrong.
        Conflict: A data pack of it was deleted just now.
    """
    pinned = case_definitions.pin_case(case.job.project, definition)
    case.definition = case_definitions.load_case(definition).to_dict()
    _sync_inputs(case, pinned)


def _sync_inputs(case: Case, pinned: PinnedCase) -> None:
    """The packs that feed the case now, as rows: the database then keeps them."""
    wanted = {version.pack_id for version in pinned.packs.values()}
    # Against a deletion at the same moment: that locks the pack's row too.
    there = Pack.objects.select_for_update(no_key=True).filter(pk__in=wanted, deleted_at=None).order_by("pk")
    if len(there) < len(wanted):
        raise Conflict("A data pack of this test case was deleted just now: choose another.", code="no-pack")
    case.inputs.exclude(pack__in=wanted).delete()
    missing = wanted - set(case.inputs.values_list("pack", flat=True))
    CaseInput.objects.bulk_create([CaseInput(case=case, pack_id=pack) for pack in missing])


def _lock_case(case: Case) -> Case:
    """The row as it is now, locked until the transaction ends."""
    return Case.objects.select_for_update(of=("self",)).select_related("job__project").get(pk=case.pk)
