"""How long a unit test takes, against the same script by a fresh `sql-client.sh -f`; and a suite of 50 cases.

Both run the same windowed query over the same 1 000 rows on the same cluster, in turn.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import yaml

from penstock import compiler
from penstock.compiler.resolve import resolve
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.graph.document import Graph
from penstock.local.stack import Stack
from penstock.operators.bindings import load
from penstock.planner.client import PlannerProcess
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import TestRun
from penstock.testkit.case import load as load_case
from penstock.testkit.source_inputs import find_record_schemas

BINDINGS = load((Path(__file__).parents[1] / "examples" / "bindings.json").read_text())
ROWS = 1000
CASES = 50
#: As many as the product has of them.
PROCESSES = 2
QUERY = """SELECT window_start, window_end, city, COUNT(*) AS orders, SUM(amount) AS amount
FROM TABLE(TUMBLE(TABLE orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))
GROUP BY window_start, window_end, city"""
_GATEWAY = "org.apache.flink:flink-sql-gateway:1.20.1"
_CLIENT = """CREATE TEMPORARY TABLE orders (
  order_id STRING, customer STRING, city STRING, amount DECIMAL(10, 2), currency STRING,
  order_time TIMESTAMP(3), WATERMARK FOR order_time AS order_time - INTERVAL '1' SECOND
) WITH ('connector' = 'filesystem', 'path' = '{path}', 'format' = 'json');
SET 'sql-client.execution.result-mode' = 'tableau';
SET 'parallelism.default' = '1';
{query};
"""


def windowed(folder: Path, *, seed: int = 0) -> TestRun:
    """The job with a case over 1 000 rows, somewhat out of order; each seed has other rows."""
    nodes: list[dict[str, Any]] = [
        _node("orders", "kafka-source", datasource="shop-kafka", topic="orders", delay_ms=1000),
        _node("per_city", "sql", sql=QUERY),
        _node("out", "print-sink"),
    ]
    edges = [
        {"source": one, "source_port": "out", "target": two, "target_port": "in"}
        for one, two in (("orders", "per_city"), ("per_city", "out"))
    ]
    document = {"version": 1, "settings": {"time": "event"}, "nodes": nodes, "edges": edges}
    graph = Graph.load(json.dumps(document))
    pack = folder / f"orders-{seed}.jsonl"
    pack.write_text("".join(json.dumps(_order(number, seed)) + "\n" for number in range(ROWS)))
    arrival = {"mode": "shuffled", "bound_ms": 1000, "seed": seed}
    case = load_case({"inputs": {"orders": {"pack": str(uuid4()), "arrival": arrival}}})
    return TestRun(
        compiler.compile(graph, BINDINGS),
        graph,
        find_record_schemas(resolve(graph, BINDINGS)),
        case,
        {"orders": pack},
    )


def _node(name: str, kind: str, **params: object) -> dict[str, Any]:
    return {"id": name, "kind": kind, "name": name, "params": params}


def _order(number: int, seed: int) -> dict[str, Any]:
    city = ("Berlin", "Oslo", "Rome")[(number + seed) % 3]
    at = f"2026-01-01 10:{number // 60:02}:{number % 60:02}"
    row = {"order_id": f"o{number}", "customer": "c", "city": city, "amount": f"{number % 90}.50"}
    return {**row, "currency": "EUR", "order_time": at}


def rows(pairs: int = 7) -> list[dict[str, str]]:
    """One row a measure: `measure`, `median`, `spread` (lowest to highest) and `goal`, as text."""
    with ExitStack() as open_:
        folder = Path(open_.enter_context(tempfile.TemporaryDirectory(prefix="penstock-benchmark-")))
        cluster = open_.enter_context(_cluster(folder))
        clients = [
            TestClient(open_.enter_context(PlannerProcess(Engine(DEFAULT_VERSION), sandboxed=False)))
            for _ in range(PROCESSES)
        ]
        ours, sql_client = _pairs(clients[0], cluster, folder, pairs)
        suite = _suite(clients, cluster, folder)
    ratio = [theirs / mine for theirs, mine in zip(sql_client, ours, strict=True)]
    return [
        _row(f"unit test, windows over {ROWS:,} rows, warm", ours, ""),
        _row("unit test, the same by a fresh sql-client.sh -f", sql_client, ""),
        # Given as a share, so that less is better as in every other row.
        _row("unit test, share of sql-client's time", [1 / one for one in ratio], "<= 0.1", "", 3),
        _row(f"unit tests, {CASES} cases through {PROCESSES} processes", [suite], "< 30 s"),
    ]


def _pairs(client: TestClient, cluster: str, folder: Path, pairs: int) -> tuple[list[float], list[float]]:
    """Seconds of both, in turn, each first in every other pair; some rounds of ours before, to warm up."""
    tried = windowed(folder)
    script = folder / "orders.sql"
    script.write_text(_CLIENT.format(path=tried.packs["orders"], query=QUERY))
    home, conf = _home(folder), _conf(folder, cluster)
    for _ in range(10):
        _ours(client, tried, cluster)
    ours: list[float] = []
    sql_client: list[float] = []
    for number in range(pairs):
        sides: list[Callable[[], None]] = [
            lambda: ours.append(_ours(client, tried, cluster)),
            lambda: sql_client.append(_client(script, home, conf)),
        ]
        for side in sides if number % 2 else reversed(sides):
            side()
    return ours, sql_client


def _ours(client: TestClient, tried: TestRun, cluster: str) -> float:
    started_at = time.perf_counter()
    outcome = runner.run(client, tried, cluster)
    took = time.perf_counter() - started_at
    if outcome.state != "finished" or outcome.outputs["out"]["count"] != 51:
        raise AssertionError(f"the test that is measured must be sound: {outcome.error}")
    return took


def _client(script: Path, home: Path, conf: Path) -> float:
    env = {**os.environ, "FLINK_HOME": str(home), "FLINK_CONF_DIR": str(conf)}
    started_at = time.perf_counter()
    done = subprocess.run(
        [str(home / "bin" / "sql-client.sh"), "-f", str(script)],
        env=env,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    took = time.perf_counter() - started_at
    if "51 rows" not in done.stdout:
        raise AssertionError(f"sql-client.sh gave no result: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return took


def _home(folder: Path) -> Path:
    """The engine's distribution, with the one jar that PyFlink leaves out though the client needs it."""
    engine, home = Engine(DEFAULT_VERSION).flink_home, folder / "flink"
    home.mkdir()
    shutil.copytree(engine / "bin", home / "bin")  # the scripts find their home by where they really lie
    shutil.copytree(engine / "opt", home / "opt")
    for name in ("lib", "log"):
        (home / name).mkdir()
    for jar in (engine / "lib").glob("*.jar"):
        (home / "lib" / jar.name).symlink_to(jar)
    copy = ["dependency:copy", f"-Dartifact={_GATEWAY}", f"-DoutputDirectory={home / 'opt'}"]
    subprocess.run(["mvn", "-q", "-B", *copy], check=True, timeout=300, capture_output=True)
    return home


def _conf(folder: Path, cluster: str) -> Path:
    host, _, port = cluster.removeprefix("http://").rpartition(":")
    conf = folder / "conf"
    conf.mkdir()
    config = {"execution.target": "remote", "rest.address": host, "rest.port": int(port)}
    (conf / "config.yaml").write_text(yaml.safe_dump(config))
    return conf


def _suite(clients: list[TestClient], cluster: str, folder: Path) -> float:
    """Seconds for all cases, each process taking the next one as soon as it is free."""
    cases = [windowed(folder, seed=seed) for seed in range(CASES)]
    free = list(clients)
    for client in clients:
        _ours(client, cases[0], cluster)

    def one(tried: TestRun) -> float:
        client = free.pop()
        try:
            return _ours(client, tried, cluster)
        finally:
            free.append(client)

    started_at = time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(one, cases))
    return time.perf_counter() - started_at


@contextmanager
def _cluster(folder: Path) -> Iterator[str]:
    with Stack(None, folder / "stack", ("flink-test",)) as stack:
        yield stack.url("flink-test")


def _row(measure: str, values: list[float], goal: str, unit: str = " s", digits: int = 2) -> dict[str, str]:
    return {
        "measure": measure,
        "median": f"{statistics.median(values):.{digits}f}{unit}",
        "spread": f"{min(values):.{digits}f} to {max(values):.{digits}f}{unit}",
        "goal": goal,
    }


if __name__ == "__main__":
    for row in rows():
        print("{measure:50} {median:>8}  ({spread})  {goal}".format(**row))
