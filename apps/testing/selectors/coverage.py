"""What the cases of a job exercise: nodes that got rows, and outcomes of its conditions."""

from typing import Any

from django.db.models import F

from apps.testing.models import Case, Run
from apps.testing.subjects import Drawn

_NOTHING: dict[str, Any] = {"nodes": {}, "branches": []}


def coverage(drawn: Drawn) -> dict[str, Any]:
    """The coverage of the newest measured run of each case: of this very script, or, before there is one, of
    an earlier one, which is then not `fresh`.
    """
    found = _measured(drawn, this_script=True)
    fresh = bool(found)
    if not found and drawn.version is None:
        found = _measured(drawn, this_script=False)
    from penstock.bench import coverage as measured

    merged = measured.merge([run.coverage for run in found if run.coverage]) if found else _NOTHING
    names = {node.id: node.name for node in drawn.graph.nodes}
    nodes = {key: {"name": names[key], "rows": n} for key, n in merged["nodes"].items() if key in names}
    branches = [branch for branch in merged["branches"] if branch["node"] in names]
    reached = [bool(node["rows"]) for node in nodes.values()]
    reached += [bool(count) for branch in branches for count in branch["outcomes"].values()]
    return {
        "nodes": nodes,
        "branches": branches,
        "covered": sum(reached),
        "total": len(reached),
        "cases": len(found),
        "fresh": fresh,
    }


def _measured(drawn: Drawn, *, this_script: bool) -> list[Run]:
    rows = Run.objects.filter(job=drawn.job, coverage__isnull=False)
    rows = rows.filter(case__in=Case.objects.filter(job=drawn.job)) if drawn.version is None else rows
    if this_script:
        rows = rows.filter(subject__script_digest=drawn.script_digest)
    return list(rows.order_by("case_name", F("created_at").desc()).distinct("case_name"))
