"""The command line: what it prints, where, and with which exit code."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest

from penstock.cli.main import COMMANDS, main
from penstock.compiler.script import Script
from penstock.registry import kinds

EXAMPLES = Path(__file__).parents[3] / "examples"


def test_every_command_has_its_module() -> None:
    for name in COMMANDS:
        module = importlib.import_module(f"penstock.cli.{name.replace('-', '_')}")
        assert callable(module.add_arguments), name
        assert callable(module.run), name


@pytest.mark.parametrize("argv", [[], ["nonsense"], ["compile"], ["compile", "x", "--nonsense"]])
def test_wrong_use(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2
    assert "usage: penstock" in capsys.readouterr().err


def test_help_names_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    assert all(name in text for name in COMMANDS)


def test_operators(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["operators", "--json"]) == 0
    assert [o["kind"] for o in json.loads(capsys.readouterr().out)] == list(kinds())
    assert main(["operators"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(kinds())
    assert main(["operators", "--docs", str(tmp_path / "a" / "b")]) == 0
    assert {p.stem for p in (tmp_path / "a" / "b").iterdir()} == set(kinds())


def test_docs_that_cannot_be_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert main(["operators", "--docs", str(tmp_path / "file" / "x")]) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_graph_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["graph-schema"]) == 0
    assert json.loads(capsys.readouterr().out)["title"] == "Penstock graph"


@pytest.mark.parametrize(
    "path", sorted(p for p in EXAMPLES.glob("*.json") if p.stem != "bindings"), ids=lambda p: p.stem
)
def test_compile_examples_as_they_are(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", str(path)]) == 0
    text = capsys.readouterr()
    assert "EXECUTE STATEMENT SET" in text.out
    assert text.err == ""
    assert main(["compile", str(path), "--json", "--bindings", str(EXAMPLES / "bindings.json")]) == 0
    assert Script.from_json(capsys.readouterr().out).text() == text.out


def compile_fails(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main(["compile", *argv]) == 1
    text = capsys.readouterr()
    assert text.out == ""
    assert "Traceback" not in text.err
    return text.err


def test_compile_says_what_is_wrong_and_where(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    graph = json.loads((EXAMPLES / "orders-per-city.json").read_text())
    graph["nodes"][0]["params"]["topic"] = "no_such"
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(graph))
    said = compile_fails(capsys, str(path), "--bindings", str(EXAMPLES / "bindings.json"))
    assert said.startswith("error: node n1, topic: The topic no_such is not registered")


def test_compile_without_bindings_misses_the_data_sources(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "graph.json"
    path.write_text((EXAMPLES / "filter-to-print.json").read_text())
    assert "node n1, datasource: The project has no data source 'shop-kafka'." in compile_fails(
        capsys, str(path)
    )


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"\xff\xfe", "is not text in UTF-8"),
        (b"{", "not valid JSON"),
        (b'{"nodes": "' + b"x" * 5_000_000 + b'"}', "at most 2 MB"),
        (b'{"version": 7}', "reads versions 0 to 1"),
    ],
)
def test_compile_of_what_is_no_graph(
    content: bytes | None, says: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "graph.json"
    if content is not None:
        path.write_bytes(content)
    assert says in compile_fails(capsys, str(path))


def test_warnings_do_not_stop(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    graph = json.loads((EXAMPLES / "filter-to-print.json").read_text())
    graph["nodes"][0]["params"]["options"] = {"json.invented": "1"}
    path = tmp_path / "graph.json"
    path.write_text(json.dumps(graph))
    assert main(["compile", str(path), "--bindings", str(EXAMPLES / "bindings.json")]) == 0
    text = capsys.readouterr()
    assert text.err.startswith("warning: node n1, options.json.invented:")
    assert "'json.invented' = '1'" in text.out
