"""Figures placed on the canvas, from what a real cluster answered."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from penstock.flink.logs import filter_by_job, job_log
from penstock.flink.metrics import JobTopology, job_metrics
from penstock.flink.rest import Cluster

JOB = "a" * 32
GRAPH = {
    "nodes": [
        {"id": "n1", "name": "orders"},
        {"id": "n2", "name": "per_city"},
        {"id": "n3", "name": "to.kafka"},
        {"id": "n4", "name": "to_pg"},
    ],
    "edges": [
        {"source": "n1", "target": "n2"},
        {"source": "n2", "target": "n3"},
        {"source": "n2", "target": "n4"},
    ],
}
#: By vertex: metric → its aggregates, as `/subtasks/metrics` gives them.
VERTICES: dict[str, dict[str, dict[str, Any]]] = {
    "v1": {
        "Source__orders[1].numRecordsOutPerSecond": {"sum": 50.0},
        "Source__orders[1].numRecordsInPerSecond": {"sum": 0.0},
        "Calc[2].numRecordsOutPerSecond": {"sum": 49.0},
        "backPressuredTimeMsPerSecond": {"max": 250.0, "sum": 260.0},
        "numRecordsOut": {"sum": 1.0},
    },
    "v2": {
        "to_kafka[5]__Writer.numRecordsInPerSecond": {"sum": 4.0},
        "to_kafka[5]__Committer.numRecordsInPerSecond": {"sum": 99.0},
        "Sink__to_pg[6].numRecordsInPerSecond": {"sum": 5.0},
        "backPressuredTimeMsPerSecond": {"max": "NaN"},
    },
}


def answers() -> dict[str, Any]:
    found: dict[str, Any] = {
        f"/jobs/{JOB}": {"body": json.dumps({"vertices": [{"id": v} for v in VERTICES]})}
    }
    for vertex, metrics in VERTICES.items():
        # The same list serves for the names and for the values, as in Flink.
        body = json.dumps([{"id": name, **values} for name, values in metrics.items()])
        found[f"/jobs/{JOB}/vertices/{vertex}/subtasks/metrics"] = {"body": body}
    return found


def test_named_operators_carry_figures_and_the_nodes_between_get_theirs(serve: Callable[..., Any]) -> None:
    served = serve(answers())
    figures = job_metrics(Cluster(served.url), JOB, JobTopology.of(GRAPH))
    assert {node: figure.to_dict() for node, figure in figures.items()} == {
        "n1": {"in": None, "out": 50.0, "backpressure": 0.25, "end": "source"},
        "n2": {"in": 50.0, "out": 5.0, "backpressure": None, "end": None},
        "n3": {"in": 4.0, "out": None, "backpressure": 0.0, "end": "sink"},
        "n4": {"in": 5.0, "out": None, "backpressure": 0.0, "end": "sink"},
    }
    asked = [request for request in served.asked if "get=" in request]
    assert len(asked) == 2
    assert "Calc" not in asked[0], "operators that no node names aren't asked for"


LOG = f"""2026-11-21 10:00:00,000 INFO  a.B [] - Received JobGraph submission 'mine' ({JOB}).
2026-11-21 10:00:01,000 INFO  a.B [] - Received JobGraph submission 'theirs' ({"b" * 32}).
2026-11-21 10:00:02,000 WARN  a.B [] - Job mine ({JOB}) failed
java.lang.RuntimeException: why
\tat a.B.c(B.java:1)
2026-11-21 10:00:03,000 INFO  a.B [] - something of the cluster
"""


def test_a_log_is_narrowed_to_the_records_of_one_job() -> None:
    kept = filter_by_job(LOG, [JOB])
    assert kept.count("\n") == 4
    assert "theirs" not in kept
    assert "at a.B.c" in kept
    assert filter_by_job(LOG, ["c" * 32]) == ""


@pytest.mark.parametrize(
    "source", ["../etc/passwd", "taskmanager:../x/y z", "taskmanager:", "", "jobmanager:x"]
)
def test_a_log_that_is_none_is_refused_before_anything_is_asked(
    serve: Callable[..., Any], source: str
) -> None:
    served = serve({})
    with pytest.raises(Exception, match="There is no log"):
        job_log(Cluster(served.url), source, [JOB])
    assert not served.asked


def test_only_the_end_of_a_log_is_kept(serve: Callable[..., Any]) -> None:
    served = serve({"/jobmanager/log": {"body": LOG * 3}})
    assert len(job_log(Cluster(served.url), "jobmanager", [JOB], lines=2)) == 2
    assert len(Cluster(served.url).http.tail("/jobmanager/log", limit=100)) == 100
