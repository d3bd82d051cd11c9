"""Runs with what came out of them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import F, Func, JSONField, QuerySet, Value

from apps.accounts.models import User
from apps.core.errors import Invalid, NotFound
from apps.jobs.models import Job
from apps.projects.selectors import in_visible_projects
from apps.testing import case_definitions
from apps.testing.case_definitions import PackLookup
from apps.testing.compiled_job import compile_valid_part
from apps.testing.models import Case, Run, RunOutput
from penstock.graph.problems import ProblemsError

_LARGE = ("definition", "packs", "result", "coverage")
_UNUSED = ("version__graph", "version__script")


def runs(actor: User, job: Job | None = None, **wanted: Any) -> QuerySet[Run]:
    """Runs of one job or of all, the newest first, narrowed by `case`, `batch` and `version` where given."""
    found = Run.objects.filter(in_visible_projects(actor, "job__project"), job__deleted_at=None)
    found = found.select_related("job__project", "created_by", "version").defer(*_UNUSED)
    if job:
        found = found.filter(job=job)
    if wanted.get("version"):
        found = found.filter(version__number=wanted["version"])
    return found.filter(**{name: wanted[name] for name in ("case", "batch") if wanted.get(name)})


def summaries(found: QuerySet[Run]) -> QuerySet[Run]:
    """The same without what lists do not show."""
    return found.defer(*_LARGE)


def last_runs(found: Iterable[Case]) -> dict[UUID, Run]:
    """The newest run of each case, by the case's id."""
    rows = summaries(Run.objects.filter(case__in=[case.pk for case in found]))
    rows = rows.select_related("job__project", "created_by", "version").defer(*_UNUSED)
    return {
        run.case_id: run for run in rows.order_by("case_id", "-created_at").distinct("case_id") if run.case_id
    }


def hash_contents(actor: User, job: Job, wanted: Iterable[UUID]) -> dict[UUID, str]:
    """What a run of each case would have as its content hash now; nothing while the draft cannot run."""
    found = list(Case.objects.filter(job=job, pk__in=list(wanted)))
    if not found:
        return {}
    try:
        compiled = compile_valid_part(actor, job)
        if not compiled.ok:
            return {}
        loaded = {case.pk: case_definitions.load_case(case.definition) for case in found}
        packs = PackLookup(job.project, loaded.values())
        return {
            key: packs.pin(case).content(compiled.script_digest, compiled.engine)
            for key, case in loaded.items()
        }
    except (ProblemsError, Invalid):
        return {}


def mark_fresh(actor: User, job: Job, found: Iterable[Run]) -> None:
    """Note on each run whether its case, and the draft, are still what was run."""
    rows = list(found)
    now = hash_contents(actor, job, {run.case_id for run in rows if run.case_id})
    for run in rows:
        run.fresh = run.case_id is not None and now.get(run.case_id) == run.content  # type: ignore[attr-defined]


class _Slice(Func):
    """Some entries of a JSON array, cut out by the database."""

    function = "jsonb_path_query_array"
    output_field = JSONField()


def outputs(run: Run, first: int) -> QuerySet[RunOutput]:
    """What came out of a run, each with its first changes as `shown`."""
    found = RunOutput.objects.filter(run=run).defer("changes")
    return found.annotate(shown=_slice_changes(0, first))


def output(run: Run, name: str) -> RunOutput:
    """One output without its changes.

    Raises:
        NotFound: The run has no such output.
    """
    found = RunOutput.objects.filter(run=run, name=name).defer("changes").first()
    if found is None:
        raise NotFound
    return found


def changes(found: RunOutput, offset: int, limit: int) -> list[dict[str, Any]]:
    """Some changes of an output."""
    row = RunOutput.objects.filter(pk=found.pk).annotate(shown=_slice_changes(offset, limit))
    return list(row.values_list("shown", flat=True).get())


def all_changes(found: RunOutput) -> list[dict[str, Any]]:
    """All kept changes of an output."""
    return list(RunOutput.objects.values_list("changes", flat=True).get(pk=found.pk))


def _slice_changes(offset: int, limit: int) -> Any:
    if limit <= 0:
        return Value([], JSONField())
    # Lax paths: an array that is shorter than that gives what it has.
    return _Slice(F("changes"), _path(f"$[{int(offset)} to {int(offset) + int(limit) - 1}]"))


def _path(text: str) -> Func:
    return Func(Value(text), template="(%(expressions)s)::jsonpath")
