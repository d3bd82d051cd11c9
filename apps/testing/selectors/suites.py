"""Whether the suite of a version is green: on exactly that content, by runs that can be looked at."""

from dataclasses import asdict, dataclass
from typing import Any, Literal
from uuid import UUID

from apps.environments.selectors import engine_version
from apps.jobs.models import Job, Version
from apps.testing.content_hash import compute_content_hash
from apps.testing.models import Run, VersionCase
from penstock.hashing import digest

SuiteState = Literal["green", "red", "unrun", "empty"]
_DECIDING = (Run.State.PASSED, Run.State.FAILED, Run.State.FINISHED, Run.State.STOPPED)
_RED = (Run.State.FAILED, Run.State.FINISHED, Run.State.STOPPED, Run.State.ERROR)


@dataclass(frozen=True)
class CaseState:
    """A case of the suite and the run that decides about it; `unrun` where there is none."""

    name: str
    state: str
    run: UUID | None
    case: UUID


@dataclass(frozen=True)
class SuiteVerdict:
    """What a release asks. `content_hash` is of the suite on its version: it changes when either does."""

    version: int
    state: SuiteState
    cases: list[CaseState]
    content_hash: str

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        return asdict(self)


def suite_state(version: Version) -> SuiteVerdict:
    """Green when the newest deciding run of every case on exactly this content has passed.

    A run decides when it went to its end or to its limits; one that failed or was cancelled says nothing
    about the content, so it takes nothing away from a run that passed. A case that expects nothing never
    passes.
    """
    hashes = hash_contents(version)
    runs = find_deciding_runs(version.job, list(hashes.values()))
    cases = [
        CaseState(case.name, run.state if run else "unrun", run.pk if run else None, case.case)
        for case, content in hashes.items()
        for run in [runs.get(content)]
    ]
    return SuiteVerdict(version.number, _state(cases), cases, digest(sorted(hashes.values())))


def _state(cases: list[CaseState]) -> SuiteState:
    states = {case.state for case in cases}
    if not states:
        return "empty"
    if states == {Run.State.PASSED.value}:
        return "green"
    return "red" if states & {state.value for state in _RED} else "unrun"


def hash_contents(version: Version) -> dict[VersionCase, str]:
    """What a run of each case of the version's suite must have as its content hash, computed now."""
    cases = VersionCase.objects.filter(suite__version=version).prefetch_related("packs__pack_version")
    script, flink = digest(version.script), engine_version(version.job.project)
    return {
        case: compute_content_hash(
            script,
            case.definition,
            {one.source: one.pack_version.sha256 for one in case.packs.all()},
            flink,
        )
        for case in cases
    }


def find_deciding_runs(job: Job, wanted: list[str]) -> dict[str, Run]:
    """The newest deciding run of each content; where there is none, the newest that failed."""
    found: dict[str, Run] = {}
    for states in ((Run.State.ERROR,), _DECIDING):
        rows = Run.objects.filter(job=job, content__in=wanted, state__in=states)
        rows = rows.only("state", "content").order_by("content", "-ended_at").distinct("content")
        found |= {run.content: run for run in rows}
    return found
