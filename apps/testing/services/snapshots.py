"""The suite travels with the version: taken in the very transaction that makes the version."""

from apps.jobs.models import Job, Version
from apps.testing import case_definitions
from apps.testing.case_definitions import Packs, Pinned
from apps.testing.compiled_job import drawn_at, feeds_to
from apps.testing.models import Case, Suite, VersionCase, VersionCasePack


def suite_keep(version: Version) -> None:
    """Write down the cases that the job has now as the suite of a new version."""
    feeds = drawn_at(version.created_by, version).feeds
    suite = Suite.objects.create(version=version, feeds=feeds_to(feeds))
    for case, pinned in current(version.job):
        kept = VersionCase.objects.create(
            suite=suite,
            case=case.pk,
            name=case.name,
            position=case.position,
            definition=pinned.definition,
            digest=pinned.case.digest(),
        )
        VersionCasePack.objects.bulk_create(
            [
                VersionCasePack(version_case=kept, source=source, pack_version=pack)
                for source, pack in pinned.packs.items()
            ]
        )


def suite_differs(version: Version) -> bool:
    """Whether a version made now would have another suite, although its job is drawn the same."""
    kept = VersionCase.objects.filter(suite__version=version).values_list("name", "digest")
    return set(kept) != {(case.name, pinned.case.digest()) for case, pinned in current(version.job)}


def current(job: Job) -> list[tuple[Case, Pinned]]:
    """The cases of a job as they would run now."""
    cases = list(Case.objects.filter(job=job))
    loaded = [case_definitions.read(case.definition) for case in cases]
    packs = Packs(job.project, loaded)
    return [(case, packs.pin(one)) for case, one in zip(cases, loaded, strict=True)]
