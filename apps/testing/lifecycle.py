"""What test cases do when something happens elsewhere."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from apps.core.errors import Conflict
from apps.jobs.lifecycle import job_deleting, version_comparing
from apps.jobs.models import Job, Version
from apps.packs.lifecycle import pack_deleting
from apps.packs.models import Pack
from apps.testing.models import CaseInput
from apps.testing.services import snapshots

_MOST_NAMED = 3


@receiver(post_save, sender=Version)
def version_created(instance: Version, created: bool, raw: bool = False, **_: Any) -> None:
    """A new version takes the job's test cases along."""
    if created and not raw:
        snapshots.suite_keep(instance)


@receiver(version_comparing)
def suite_differs(version: Version, **_: Any) -> bool:
    """The same drawing with other test cases is worth a version of its own."""
    return snapshots.suite_differs(version)


@receiver(pack_deleting)
def pack_still_feeds(pack: Pack, **_: Any) -> None:
    """A pack can't be deleted from under a test case."""
    used = CaseInput.objects.filter(pack=pack).select_related("case__job").order_by("case__name")
    names = [f"“{one.case.name}” of the job “{one.case.job.name}”" for one in used[: _MOST_NAMED + 1]]
    if names:
        more = " and others" if len(names) > _MOST_NAMED else ""
        raise Conflict(
            f"The data pack feeds test cases: {', '.join(names[:_MOST_NAMED])}{more}."
            " Give them another first.",
            code="in-use",
        )


@receiver(job_deleting)
def cases_go_along(job: Job, **_: Any) -> None:
    """A deleted job's cases hold no pack any more; the suites of its versions stay."""
    job.cases.all().delete()
