"""What test cases do when something happens elsewhere."""

from apps.core.errors import Conflict
from apps.jobs.lifecycle import job_deleting, version_comparing, version_submitted
from apps.jobs.models import Job
from apps.packs.lifecycle import pack_deleting
from apps.packs.models import Pack
from apps.testing.models import CaseInput
from apps.testing.services import snapshots

_MOST_NAMED = 3


def register() -> None:
    """Add this app's steps; called once, when Django has loaded all apps."""
    version_submitted.add_step(snapshots.suite_create)
    version_comparing.add_step(snapshots.suite_differs)
    pack_deleting.add_step(forbid_while_used)
    job_deleting.add_step(delete_cases)


def forbid_while_used(pack: Pack) -> None:
    """Check that no test case uses the pack.

    Raises:
        Conflict: One does.
    """
    used = CaseInput.objects.filter(pack=pack).select_related("case__job").order_by("case__name")
    names = [f"“{one.case.name}” of the job “{one.case.job.name}”" for one in used[: _MOST_NAMED + 1]]
    if names:
        more = " and others" if len(names) > _MOST_NAMED else ""
        raise Conflict(
            f"The data pack feeds test cases: {', '.join(names[:_MOST_NAMED])}{more}."
            " Give them another first.",
            code="in-use",
        )


def delete_cases(job: Job) -> None:
    """Delete the cases of a deleted job, which would keep their packs; the suites of its versions stay."""
    job.cases.all().delete()
