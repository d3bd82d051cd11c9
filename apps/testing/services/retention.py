"""Old runs go: the newest of each case stay, and whatever a version's suite is judged by."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from apps.jobs.models import Job, Version
from apps.testing.models import Run, Subject
from apps.testing.selectors.suites import contents, deciding_runs

KEPT = 20
_AT_ONCE = 100


def prune() -> None:
    """Delete what nobody needs any more, job by job."""
    for job in Job.objects.filter(runs__isnull=False).distinct():
        job_prune(job)
    Subject.objects.filter(runs__isnull=True).delete()


def job_prune(job: Job) -> int:
    """How many runs of a job were deleted."""
    kept = {run.pk for run in _deciding(job)}
    old = [run for run in _surplus(job) if run not in kept]
    for start in range(0, len(old), _AT_ONCE):
        Run.objects.filter(pk__in=old[start : start + _AT_ONCE]).delete()
    return len(old)


def _surplus(job: Job) -> list[Any]:
    """Runs beyond the newest of their case; those of unsaved and deleted cases count by their name."""
    place = Window(RowNumber(), partition_by=[F("case_id"), F("case_name")], order_by=F("created_at").desc())
    rows = Run.objects.filter(job=job).annotate(place=place).filter(~Q(state__in=Run.OPEN), place__gt=KEPT)
    return list(rows.values_list("pk", flat=True))


def _deciding(job: Job) -> Iterator[Run]:
    for version in Version.objects.filter(job=job, suite__isnull=False).defer("graph"):
        yield from deciding_runs(job, list(contents(version).values())).values()
