"""Cases with their last runs and what does not fit the job."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from apps.accounts.models import User
from apps.jobs.models import Job
from apps.projects.selectors import in_visible_projects
from apps.testing.compiled_job import CompiledJob, compile_valid_part
from apps.testing.models import Case
from apps.testing.selectors.runs import last_runs, mark_fresh
from penstock.graph.problems import ProblemsError


def cases(actor: User, job: Job | None = None) -> QuerySet[Case]:
    """The cases of one job, or of all jobs that the actor may see."""
    found = Case.objects.filter(in_visible_projects(actor, "job__project"), job__deleted_at=None)
    found = found.select_related("job__project", "created_by")
    return found.filter(job=job) if job else found


def describe_cases(actor: User, job: Job, found: Iterable[Case]) -> list[Case]:
    """Cases with their last run, and what does not fit the draft (any more)."""
    rows = list(found)
    last = last_runs(rows)
    mark_fresh(actor, job, last.values())
    names = _compile_if_possible(actor, job) if rows else None
    for case in rows:
        case.last_run = last.get(case.pk)  # type: ignore[attr-defined]
        case.problems = list(_find_misfits(case, names)) if names else []  # type: ignore[attr-defined]
    return rows


def _compile_if_possible(actor: User, job: Job) -> CompiledJob | None:
    try:
        return compile_valid_part(actor, job)
    except ProblemsError:
        return None


def _find_misfits(case: Case, compiled: CompiledJob) -> Iterator[dict[str, Any]]:
    sources, ends = set(compiled.roles.sources), {*compiled.roles.sinks, *compiled.roles.tappable}
    definition = case.definition
    for name in definition["inputs"]:
        if name not in sources:
            yield _problem("unknown-source", f"The job has no source {name!r} (any more).", f"inputs.{name}")
    for part, what in (("expected", "output"), ("taps", "node to tap")):
        for name in definition[part]:
            if name not in ends:
                yield _problem(
                    f"unknown-{part}", f"The job has no {what} {name!r} (any more).", f"{part}.{name}"
                )
    for name in compiled.roles.sources:
        if name not in definition["inputs"]:
            yield {
                **_problem("missing-pack", f"Choose a data pack for {name}.", f"inputs.{name}"),
                "node": compiled.node_of(name) or None,
            }


def _problem(code: str, message: str, field: str) -> dict[str, Any]:
    return {"code": code, "message": message, "severity": "error", "node": None, "field": field}
