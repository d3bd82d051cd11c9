"""`penstock check` and `penstock bundle` on the examples and on broken graphs, without any server."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from penstock.cli.main import main

EXAMPLES = Path(__file__).parents[3] / "examples"
GRAPHS = sorted(path.name for path in EXAMPLES.glob("*.json") if path.name != "bindings.json")
Report = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str]) -> Report:
    """Runs `penstock check`; gives its exit code and what it printed."""

    def run(*args: str | Path) -> tuple[int, dict[str, Any]]:
        code = main(["check", *map(str, args)])
        return code, json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def changed(tmp_path: Path) -> Callable[[str, str, str], Path]:
    """Writes an example with one of its texts replaced."""

    def change(name: str, old: str, new: str) -> Path:
        text = (EXAMPLES / name).read_text()
        assert old in text
        path = tmp_path / name
        path.write_text(text.replace(old, new))
        return path

    return change


@pytest.mark.parametrize("name", GRAPHS)
def test_the_examples_are_sound(report: Report, name: str) -> None:
    code, found = report(EXAMPLES / name, "--bindings", EXAMPLES / "bindings.json")
    assert (code, found["ok"], found["problems"]) == (0, True, [])
    ids = {node["id"] for node in json.loads((EXAMPLES / name).read_text())["nodes"]}
    assert set(found["nodes"]) == ids
    assert all(node["columns"] for node in found["nodes"].values())


def test_a_typo_in_sql_is_told_with_node_line_and_column(
    report: Report, changed: Callable[[str, str, str], Path]
) -> None:
    graph = changed("orders-per-city.json", "  city,\\n", "  citi,\\n")
    code, found = report(graph, "--bindings", EXAMPLES / "bindings.json")
    assert code == 1
    [problem] = found["problems"]
    place = [problem[key] for key in ("node", "field", "line", "column", "end_line", "end_column")]
    assert place == ["n2", "sql", 3, 3, 3, 6]
    assert "'citi'" in problem["message"]
    assert found["nodes"]["n1"]["columns"], "valid nodes are reported all the same"
    assert "n2" not in found["nodes"]


@pytest.mark.parametrize(
    "text",
    [
        "DROP TABLE orders",
        "SELECT * FROM orders; SELECT 1",
        "SELECT * FROM orders /*+ OPTIONS('topic'='x') */",
    ],
)
def test_a_text_that_is_not_one_query_is_refused(report: Report, tmp_path: Path, text: str) -> None:
    graph = json.loads((EXAMPLES / "orders-per-city.json").read_text())
    graph["nodes"][1]["params"]["sql"] = text
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(graph))
    code, found = report(path, "--bindings", EXAMPLES / "bindings.json")
    assert code == 1
    assert {problem["node"] for problem in found["problems"]} == {"n2"}


def test_a_graph_that_is_none(report: Report, tmp_path: Path) -> None:
    path = tmp_path / "graph.json"
    path.write_text("[1, 2")
    code, found = report(path)
    assert code == 1
    assert not found["ok"]
    assert found["problems"][0]["message"]


def test_a_file_that_is_missing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "nosuch.json")]) == 2
    assert "nosuch.json cannot be read" in capsys.readouterr().err


def test_an_engine_that_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    graph, bindings = EXAMPLES / GRAPHS[0], EXAMPLES / "bindings.json"
    assert main(["check", str(graph), "--bindings", str(bindings), "--engine", "1.18"]) == 2
    assert "1.18" in capsys.readouterr().err


def test_a_bundle_by_hand(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    graph, bindings = EXAMPLES / "orders-per-city.json", EXAMPLES / "bindings.json"
    addresses = []
    for name in ("a.jar", "b.jar"):
        assert main(["bundle", str(graph), "--bindings", str(bindings), "-o", str(tmp_path / name)]) == 0
        addresses.append(json.loads(capsys.readouterr().out)["sha256"])
    assert addresses[0] == addresses[1]
    with zipfile.ZipFile(tmp_path / "a.jar") as made:
        names = made.namelist()
        assert {"penstock/job.json", "io/penstock/runtime/Main.class"} <= set(names)
        assert any(name.startswith("lib/flink-connector-kafka") for name in names)
        assert any(name.startswith("lib/postgresql") for name in names)
        assert not any("mysql" in name for name in names), "only what the job needs"
        assert b"shop-kafka" in made.read("penstock/job.json")
        assert b"localhost:9092" not in made.read("penstock/job.json")


def test_a_graph_with_errors_gives_no_bundle(
    capsys: pytest.CaptureFixture[str], changed: Callable[[str, str, str], Path], tmp_path: Path
) -> None:
    graph = changed("orders-per-city.json", '"datasource": "shop-kafka"', '"datasource": "nosuch"')
    out = tmp_path / "job.jar"
    assert main(["bundle", str(graph), "--bindings", str(EXAMPLES / "bindings.json"), "-o", str(out)]) == 1
    assert "nosuch" in capsys.readouterr().err
    assert not out.exists()
