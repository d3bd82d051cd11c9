"""A job of the newest connectors: planned, run on a cluster, and tested with rows of a pack."""

from pathlib import Path
from uuid import uuid4

from penstock import compiler
from penstock.flink.bundle import assemble
from penstock.flink.installation import Engine
from penstock.flink.rest import Cluster, Submission
from penstock.flink.versions import DEFAULT_VERSION
from penstock.graph.document import Graph
from penstock.operators.bindings import Bindings
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from tests.engine.testbench.job_builders import at, build_test_run, graph, node
from tests.polling import wait

COLUMNS = [
    {"name": "id", "type": "BIGINT", "generator": "sequence", "min": 1, "max": 1000},
    {"name": "city", "type": "STRING", "length": 1},
    {"name": "amount", "type": "DOUBLE", "min": 1, "max": 5},
    {"name": "at", "type": "TIMESTAMP(3)", "disorder_ms": 3000},
]
QUERY = """SELECT window_start, window_end, city, COUNT(*) AS orders
FROM TABLE(TUMBLE(TABLE made, DESCRIPTOR(`at`), INTERVAL '1' SECOND))
GROUP BY window_start, window_end, city"""


def job() -> Graph:
    """A thousand generated rows, counted and thrown away."""
    rate = {"rows": 1000, "rows_per_second": 10_000}
    made = node("made", "datagen-source", columns=COLUMNS, event_time="at", delay_ms=3000, **rate)
    return graph([made, node("q", "sql", sql=QUERY), node("out", "discard-sink")], ["made", "q", "out"])


def test_it_runs_on_a_cluster_to_its_end(cluster: str, tmp_path: Path) -> None:
    engine, client, job_id = Engine(DEFAULT_VERSION), Cluster(cluster), uuid4().hex
    bundle = assemble(compiler.compile(job(), Bindings()), engine.bundle_jars, {}, (), tmp_path)
    client.run(Submission(bundle, job_id, "io.penstock.runtime.Main", []))
    wait("the job has finished", lambda: client.jobs()[job_id].state == "FINISHED", 120)


def test_its_unit_test_takes_the_rows_of_a_pack(client: TestClient, cluster: str, tmp_path: Path) -> None:
    rows = [{"id": n, "city": "a", "amount": 1.5, "at": at(n)} for n in (1, 1, 2)]
    window = {"window_end": at(2), "window_start": at(1), "city": "a", "orders": 2}
    last = {"window_end": at(3), "window_start": at(2), "city": "a", "orders": 1}
    case = build_test_run(job(), {"made": rows}, tmp_path, expected={"out": {"rows": [window, last]}})
    outcome = runner.run(client, case, cluster)
    assert (outcome.state, outcome.error) == ("passed", None), outcome
