"""What the cases of a job exercise: nodes that had rows, and outcomes of its branches."""

from collections.abc import Mapping, Sequence
from typing import TypedDict

from django.db.models import F

from apps.testing.compiled_job import CompiledJob
from apps.testing.models import Case, Run
from penstock.testkit.coverage import BranchCoverage, Coverage, merge


class NodeCoverage(TypedDict):
    """A node with the number of its changes."""

    name: str
    rows: int


class SuiteCoverage(TypedDict):
    """The coverage of `cases` cases; `fresh` when it was measured on exactly this script."""

    nodes: dict[str, NodeCoverage]
    branches: Sequence[BranchCoverage]
    covered: int
    total: int
    cases: int
    fresh: bool


def merge_coverage(compiled: CompiledJob) -> SuiteCoverage:
    """The coverage of the newest measured run of each case.

    It is `fresh` if the runs had this script; without such runs, those of an earlier script count.
    """
    found = _find_measured(compiled, this_script=True)
    fresh = bool(found)
    if not found and compiled.version is None:
        found = _find_measured(compiled, this_script=False)
    names = {node.id: node.name for node in compiled.graph.nodes}
    merged = merge([_drop_unknown_nodes(run.coverage, names) for run in found if run.coverage])
    return {
        "nodes": {key: {"name": names[key], "rows": n} for key, n in merged["nodes"].items()},
        "branches": merged["branches"],
        "covered": merged["covered"],
        "total": merged["total"],
        "cases": len(found),
        "fresh": fresh,
    }


def _drop_unknown_nodes(one: Coverage, names: Mapping[str, str]) -> Coverage:
    """Without nodes that the job does not have any more."""
    return {
        "nodes": {node: rows for node, rows in one["nodes"].items() if node in names},
        "branches": [branch for branch in one["branches"] if branch["node"] in names],
    }


def _find_measured(compiled: CompiledJob, *, this_script: bool) -> list[Run]:
    rows = Run.objects.filter(job=compiled.job, coverage__isnull=False)
    rows = rows.filter(case__in=Case.objects.filter(job=compiled.job)) if compiled.version is None else rows
    if this_script:
        rows = rows.filter(compiled__script_digest=compiled.script_digest)
    return list(rows.order_by("case_name", F("created_at").desc()).distinct("case_name"))
