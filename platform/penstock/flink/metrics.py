"""Records per second and back-pressure of a job, by the nodes of the graph.

Flink names what it runs by the planner's operators: a source's or sink's operator carries the name
of its table, which is the name of the node. What is between them is merged and reordered by the
planner, so for the nodes in between the metric is what enters and leaves them by way of the named ones.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from penstock.flink.rest import Cluster

_OPERATOR = re.compile(
    r"^(?:Source__|Sink__)?(?P<name>.+?)\[\d+\](?P<part>__\w+)?\.(?P<metric>numRecords(?:In|Out)PerSecond)$"
)
#: What Flink's metric service makes of these characters.
_REPLACED = str.maketrans({" ": "_", ".": "_", ":": "_", ",": "_"})
_PRESSURE = "backPressuredTimeMsPerSecond"


@dataclass(frozen=True)
class NodeMetrics:
    """One node's metrics; None where Flink has none for it.

    `end` says whether records enter or leave the job here: what the whole job reads and writes is the sum
    over its sources and over its sinks, and nothing else.
    """

    records_in: float | None = None
    records_out: float | None = None
    backpressure: float | None = None
    end: Literal["source", "sink"] | None = None

    def to_dict(self) -> dict[str, float | str | None]:
        """As the page reads it."""
        return {
            "in": self.records_in,
            "out": self.records_out,
            "backpressure": self.backpressure,
            "end": self.end,
        }


@dataclass(frozen=True)
class JobTopology:
    """What of the canvas is needed to place metrics: node id → name, and the edges by node ids."""

    names: Mapping[str, str]
    upstream: Mapping[str, list[str]]
    downstream: Mapping[str, list[str]]

    @classmethod
    def of(cls, graph: Mapping[str, Any]) -> "JobTopology":
        """From a graph document."""
        upstream: dict[str, list[str]] = {}
        downstream: dict[str, list[str]] = {}
        for edge in graph["edges"]:
            upstream.setdefault(edge["target"], []).append(edge["source"])
            downstream.setdefault(edge["source"], []).append(edge["target"])
        return cls({node["id"]: node["name"] for node in graph["nodes"]}, upstream, downstream)

    def inputs(self, node: str) -> list[str]:
        """The nodes right before one."""
        return self.upstream.get(node, [])

    def outputs(self, node: str) -> list[str]:
        """The nodes right after one."""
        return self.downstream.get(node, [])


def job_metrics(cluster: Cluster, job_id: str, topology: JobTopology) -> dict[str, NodeMetrics]:
    """The metrics of every node of the canvas, by node id."""
    ends: dict[str, NodeMetrics] = {}
    by_name = {_as_metric(name): node for node, name in topology.names.items()}
    for vertex in cluster.job(job_id)["vertices"]:
        values = _vertex_metrics(cluster, job_id, vertex["id"], set(by_name))
        pressure = values.pop(_PRESSURE, None)
        for node, metric in _named(values, by_name, topology, pressure).items():
            ends[node] = metric
    return _between(ends, topology)


def _vertex_metrics(cluster: Cluster, job_id: str, vertex: str, names: set[str]) -> dict[str, float]:
    path = f"/jobs/{job_id}/vertices/{vertex}/subtasks/metrics"
    wanted = [entry["id"] for entry in cluster.http.get(path) if _wanted(entry["id"], names)]
    if not wanted:
        return {}
    answer = cluster.http.get(path, get=",".join(wanted))
    found = {entry["id"]: entry for entry in answer}
    sums = {key: _number(entry.get("sum")) for key, entry in found.items() if key != _PRESSURE}
    if _PRESSURE in found:
        # The most pressed subtask decides: a mean would hide a single hot key.
        sums[_PRESSURE] = min(1.0, _number(found[_PRESSURE].get("max")) / 1000)
    return sums


def _wanted(metric: str, names: set[str]) -> bool:
    match = _OPERATOR.match(metric)
    return metric == _PRESSURE or (match is not None and match["name"] in names)


def _named(
    values: Mapping[str, float], by_name: Mapping[str, str], topology: JobTopology, pressure: float | None
) -> dict[str, NodeMetrics]:
    """Figures of the sources and sinks whose operators are in one vertex."""
    metrics: dict[str, NodeMetrics] = {}
    for metric, value in values.items():
        match = _OPERATOR.match(metric)
        node = by_name.get(match["name"]) if match else None
        if match is None or node is None:
            continue
        is_source, is_sink = not topology.inputs(node), not topology.outputs(node)
        old = metrics.get(node, NodeMetrics(backpressure=pressure))
        if match["metric"] == "numRecordsOutPerSecond" and is_source:
            read = max(value, old.records_out or 0.0)
            metrics[node] = NodeMetrics(None, read, pressure, "source")
        elif match["metric"] == "numRecordsInPerSecond" and is_sink and match["part"] != "__Committer":
            written = max(value, old.records_in or 0.0)
            metrics[node] = NodeMetrics(written, None, pressure, "sink")
    return metrics


def _between(ends: Mapping[str, NodeMetrics], topology: JobTopology) -> dict[str, NodeMetrics]:
    """Add the nodes in between: what comes in from known nodes, what goes out into known ones."""
    metrics = {}
    for node in topology.names:
        if node in ends:
            metrics[node] = ends[node]
            continue
        before = _known(ends[other].records_out for other in topology.inputs(node) if other in ends)
        # Several sinks each get all the records of a node, so the largest is what leaves it.
        after = _known(
            (ends[other].records_in for other in topology.outputs(node) if other in ends), largest=True
        )
        metrics[node] = NodeMetrics(before, after, None)
    return metrics


def _known(values: Iterable[float | None], *, largest: bool = False) -> float | None:
    found = [value for value in values if value is not None]
    if not found:
        return None
    return max(found) if largest else sum(found)


def _as_metric(name: str) -> str:
    return name.translate(_REPLACED)


def _number(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        return 0.0
    return number if number == number else 0.0  # NaN before the first measurement  # noqa: PLR0124 - NaN
