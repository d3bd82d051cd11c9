"""A user's function from a jar, on the class path of the run that names it and of no other."""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from penstock.planner.bench import Bench
from penstock.planner.client import PlannerError
from penstock.planner.engines import Engine
from tests.engine.bench.jobs import ORDERS, capture, order, replay, rows, script, view

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
    classpath = os.pathsep.join(map(str, (Engine("1.20").flink_home / "lib").glob("*.jar")))
    subprocess.run(
        [javac, "-cp", classpath, "-d", str(folder), str(folder / "Shout.java")], check=True, timeout=120
    )
    jar = folder / "shout.jar"
    with zipfile.ZipFile(jar, "w") as archive:
        archive.write(folder / "shop" / "Shout.class", "shop/Shout.class")
    return jar


def test_a_function_from_a_jar(bench: Bench, cluster: str, jar: Path) -> None:
    loud = view("v", "SELECT id, shout(city) AS city FROM orders")
    job = script(replay("orders", ORDERS), loud, *capture("out", "v"))
    plan = [order(1, 1), order(2, 2, "Oslo")]
    functions = {"shout": "shop.Shout"}
    answer = bench.run(job, plan, cluster, jars=[jar], functions=functions)
    assert answer["state"] == "finished", answer
    assert rows(answer, "out", "id", "city") == [("+I", 1, "ROME!"), ("+I", 2, "OSLO!")]
    # The next run knows nothing of it.
    with pytest.raises(PlannerError, match=r"no function of the class shop\.Shout"):
        bench.run(job, plan, cluster, functions=functions)
    with pytest.raises(PlannerError, match=r"The jar nosuch\.jar is missing"):
        bench.run(job, plan, cluster, jars=[jar.with_name("nosuch.jar")], functions=functions)
