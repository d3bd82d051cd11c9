"""Snapshots of a job's cases: the suite of a version, in the transaction that creates the version."""

from apps.jobs.models import Job, Version
from apps.testing import case_definitions
from apps.testing.case_definitions import PackLookup, PinnedCase
from apps.testing.compiled_job import compile_version, serialize_schemas
from apps.testing.models import Case, Suite, VersionCase, VersionCasePack


def suite_create(version: Version) -> None:
    """Store the current cases of the job as the suite of a new version."""
    feeds = compile_version(version.created_by, version).schemas
    suite = Suite.objects.create(version=version, feeds=serialize_schemas(feeds))
    for case, pinned in pin_current(version.job):
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
    """Whether a version created now would have another suite, although its graph is the same."""
    kept = VersionCase.objects.filter(suite__version=version).values_list("name", "digest")
    return set(kept) != {(case.name, pinned.case.digest()) for case, pinned in pin_current(version.job)}


def pin_current(job: Job) -> list[tuple[Case, PinnedCase]]:
    """The cases of a job as they would run now."""
    cases = list(Case.objects.filter(job=job))
    loaded = [case_definitions.load_case(case.definition) for case in cases]
    packs = PackLookup(job.project, loaded)
    return [(case, packs.pin(one)) for case, one in zip(cases, loaded, strict=True)]
