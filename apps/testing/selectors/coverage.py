"""What the cases of a job exercise: nodes that got rows, and outcomes of its conditions."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F

from apps.testing.compiled_job import Drawn
from apps.testing.models import Case, Run
from penstock.testkit import coverage as measured


def coverage(drawn: Drawn) -> dict[str, Any]:
    """The coverage of the newest measured run of each case.

    It is `fresh` if the runs had this script; without such runs, those of an earlier script count.
    """
    found = _measured(drawn, this_script=True)
    fresh = bool(found)
    if not found and drawn.version is None:
        found = _measured(drawn, this_script=False)
    names = {node.id: node.name for node in drawn.graph.nodes}
    merged = measured.merge([_present(run.coverage, names) for run in found if run.coverage])
    nodes = {key: {"name": names[key], "rows": n} for key, n in merged["nodes"].items()}
    return {**merged, "nodes": nodes, "cases": len(found), "fresh": fresh}


def _present(one: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Without nodes that the job does not have any more."""
    return {
        "nodes": {node: rows for node, rows in one["nodes"].items() if node in names},
        "branches": [branch for branch in one["branches"] if branch["node"] in names],
    }


def _measured(drawn: Drawn, *, this_script: bool) -> list[Run]:
    rows = Run.objects.filter(job=drawn.job, coverage__isnull=False)
    rows = rows.filter(case__in=Case.objects.filter(job=drawn.job)) if drawn.version is None else rows
    if this_script:
        rows = rows.filter(subject__script_digest=drawn.script_digest)
    return list(rows.order_by("case_name", F("created_at").desc()).distinct("case_name"))
