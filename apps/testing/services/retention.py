"""Deletes old runs; the newest of each case stay, and those that decide about a version's suite."""

from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber

from apps.jobs.models import Job, Version
from apps.testing.models import CompiledContent, Run
from apps.testing.selectors.suites import find_deciding_runs, hash_contents

KEPT = 20
_BATCH = 100


def prune() -> None:
    """Delete runs that are not needed any more, job by job."""
    for job in Job.objects.filter(runs__isnull=False).distinct():
        job_prune(job)
    CompiledContent.objects.filter(runs__isnull=True).delete()


def job_prune(job: Job) -> int:
    """How many runs of a job were deleted."""
    kept = {run.pk for run in _find_deciding(job)}
    old = [run for run in _find_surplus(job) if run not in kept]
    for start in range(0, len(old), _BATCH):
        Run.objects.filter(pk__in=old[start : start + _BATCH]).delete()
    return len(old)


def _find_surplus(job: Job) -> list[Any]:
    """Runs beyond the newest of their case; those of unsaved and deleted cases count by their name."""
    place = Window(RowNumber(), partition_by=[F("case_id"), F("case_name")], order_by=F("created_at").desc())
    rows = Run.objects.filter(job=job).annotate(place=place).filter(~Q(state__in=Run.OPEN), place__gt=KEPT)
    return list(rows.values_list("pk", flat=True))


def _find_deciding(job: Job) -> Iterator[Run]:
    for version in Version.objects.filter(job=job, suite__isnull=False).defer("graph"):
        yield from find_deciding_runs(job, list(hash_contents(version).values())).values()
