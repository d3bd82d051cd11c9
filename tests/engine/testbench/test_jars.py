"""A user's function from a jar, on the class path of the run that names it and of no other."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from penstock.compiler.script import Script, Statement
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.operators.bindings import Column
from penstock.operators.record_schema import RecordSchema
from penstock.planner.client import PlannerError
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import TestRun, UserCode
from tests.engine.testbench.job_builders import build_test_run, graph, node
from tests.engine.testbench.job_builders import order as ordered
from tests.engine.testbench.jobs import ORDERS, capture, order, replay, rows, script, view

SOURCE = """
package shop;

public class Shout extends org.apache.flink.table.functions.ScalarFunction {
  public String eval(String text) {
    return text.toUpperCase() + "!";
  }
}
"""


@pytest.fixture(scope="module")
def jar(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A jar with the function `shop.Shout`."""
    javac = shutil.which("javac")
    assert javac, "A JDK is needed."
    folder = tmp_path_factory.mktemp("function")
    (folder / "Shout.java").write_text(SOURCE)
    classpath = os.pathsep.join(map(str, (Engine(DEFAULT_VERSION).flink_home / "lib").glob("*.jar")))
    subprocess.run(
        [javac, "-cp", classpath, "-d", str(folder), str(folder / "Shout.java")], check=True, timeout=120
    )
    jar = folder / "shout.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.write(folder / "shop" / "Shout.class", "shop/Shout.class")
    return jar


def test_a_function_from_a_jar(client: TestClient, cluster: str, jar: Path) -> None:
    loud = view("v", "SELECT id, shout(city) AS city FROM orders")
    job = script(replay("orders", ORDERS), loud, *capture("out", "v"))
    plan = [order(1, 1), order(2, 2, "Oslo")]
    functions = {"shout": "shop.Shout"}
    answer = client.run(job, plan, cluster, user_code=UserCode((jar,), functions))
    assert answer["state"] == "finished", answer
    assert rows(answer, "out", "id", "city") == [("+I", 1, "ROME!"), ("+I", 2, "OSLO!")]
    # The next run knows nothing of it.
    with pytest.raises(PlannerError, match=r"no function class shop\.Shout"):
        client.run(job, plan, cluster, user_code=UserCode((), functions))
    with pytest.raises(PlannerError, match=r"The jar nosuch\.jar is missing"):
        client.run(job, plan, cluster, user_code=UserCode((jar.with_name("nosuch.jar"),), functions))


def enriched(folder: Path) -> TestRun:
    """Orders in capital letters, with the country of their city from a table that is looked up in."""
    query = (
        "SELECT o.order_id, shout(o.city) AS city, CASE WHEN c.country IS NULL THEN '?' ELSE c.country END"
        " AS country FROM orders AS o LEFT JOIN cities FOR SYSTEM_TIME AS OF o.now_ AS c ON o.city = c.name"
    )
    packs = {
        "orders": [ordered(1, 1), ordered(2, 2, "Oslo")],
        "cities": [{"name": "Rome", "country": "Italy"}],
    }
    nodes = [
        node("orders", "kafka-source", datasource="shop-kafka", topic="orders", processing_time="now_"),
        node("per_city", "sql", sql="SELECT * FROM orders"),
        node("out", "print-sink"),
    ]
    drawn = graph(nodes, ["orders", "per_city", "out"], time="processing")
    case = build_test_run(drawn, packs, folder)
    # No kind makes such a table yet: it is added to the script as one would add it.
    columns = "`name` STRING, `country` STRING, PRIMARY KEY (`name`) NOT ENFORCED"
    table = Statement(
        "id-cities",
        "table",
        "cities",
        f"CREATE TEMPORARY TABLE `cities` ({columns})",
        (("connector", "jdbc"),),
    )
    view_ = Statement(
        "id-per_city",
        "view",
        "per_city",
        f"CREATE TEMPORARY VIEW `per_city` AS\n{query}",
        reads=("orders", "cities"),
    )
    rest = [s for s in case.script.statements if s.name not in ("orders", "per_city")]
    orders = next(s for s in case.script.statements if s.name == "orders")
    made = Script(case.script.settings, (orders, table, view_, *rest))
    feed = RecordSchema((Column(name="name", type="STRING"), Column(name="country", type="STRING")))
    return TestRun(made, drawn, {**case.schemas, "cities": feed}, case.case, case.packs)


def test_a_case_with_a_function_from_a_jar_and_a_table_that_is_looked_up_in(
    client: TestClient, cluster: str, jar: Path, tmp_path: Path
) -> None:
    case, users = enriched(tmp_path), {"jars": [jar], "functions": {"shout": "shop.Shout"}}
    outcome = runner.run(client, case, cluster, **users)  # type: ignore[arg-type]
    assert (outcome.state, outcome.error) == ("finished", None)
    assert [tuple(change["row"].values()) for change in outcome.outputs["out"]["changes"]] == [
        ("o1", "ROME!", "Italy"),
        ("o2", "OSLO!", "?"),
    ]
    covered = runner.measure_coverage(client, case, cluster, **users)  # type: ignore[arg-type]
    assert {b["kind"]: b["outcomes"] for b in covered["branches"]} == {
        "case": {"when 1": 1, "else": 1},
        "join": {"matched": 1, "left only": 1, "right only": 0},
    }
    made = runner.explain_output_row(client, case, cluster, "out", 0, **users)  # type: ignore[arg-type]
    assert [(row["source"], row["row"]) for row in made["rows"]] == [("orders", 0), ("cities", 0)]
    assert made["minimal"]
    wrong = runner.run(client, case, cluster)
    assert wrong.state == "error"
    assert "shout" in (wrong.error or "").lower()
