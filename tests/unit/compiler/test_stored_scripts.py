"""Scripts and graphs that an earlier version wrote into a database are read by this one."""

from typing import Any

import pytest

from penstock.compiler import compile
from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.hashing import digest
from penstock.operators.bindings import Bindings, load
from tests.engine.upgrade import folder

VERSIONS = folder.read_rows("jobs_version")
SUBJECTS = folder.read_rows("testing_subject")
GRAPHS = [row["graph"] for table in ("jobs_draft", "jobs_sidedraft") for row in folder.read_rows(table)]


def test_there_is_something_to_read() -> None:
    """The fixture covers both relational connectors, whose names in scripts of version 1 were others."""
    needed = {name for row in VERSIONS for name in row["script"]["requirements"]["connectors"]}
    assert needed == {"kafka", "jdbc:mysql", "jdbc:postgresql"}
    assert len(VERSIONS) == 5
    assert len(SUBJECTS) == 3
    assert len(GRAPHS) == 8


@pytest.mark.parametrize("row", [*VERSIONS, *SUBJECTS], ids=lambda row: row["id"][:8])
def test_a_stored_script_loads(row: dict[str, Any]) -> None:
    kept, script = row["script"], Script.from_dict(row["script"])
    assert dict(script.settings) == kept["settings"]
    assert [(s.node, s.kind, s.name, s.sql) for s in script.statements] == [
        (s["node"], s["kind"], s["name"], s["sql"]) for s in kept["statements"]
    ]
    assert Script.from_json(script.to_json()) == script


@pytest.mark.parametrize("row", [*VERSIONS, *SUBJECTS], ids=lambda row: row["id"][:8])
def test_a_stored_script_is_what_its_graph_compiles_to_now(row: dict[str, Any]) -> None:
    """Otherwise submitting an unchanged job would make a new version after the upgrade."""
    assert Script.from_dict(row["script"]) == compile(Graph.load(row["graph"]), read_bindings(row["job_id"]))


@pytest.mark.parametrize(
    ("options", "key", "changelog"),
    [
        ({"connector": "kafka", "format": "json"}, [], "append"),
        ({"connector": "kafka", "format": "debezium-json"}, [], "all"),
        ({"connector": "upsert-kafka", "value.format": "json"}, ["a"], "upsert"),
        ({"connector": "jdbc"}, [], "append"),
        ({"connector": "jdbc"}, ["a"], "upsert"),
        ({"connector": "print"}, [], "all"),
    ],
)
def test_a_sink_of_version_1_takes_what_it_took(
    options: dict[str, str], key: list[str], changelog: str
) -> None:
    table = {"node": "n", "kind": "table", "name": "t", "sql": "", "options": [*map(list, options.items())]}
    insert = {"node": "n", "kind": "insert", "name": "t", "sql": ""}
    assert read([{**table, "key": key}, insert]).statements[0].changelog == changelog


@pytest.mark.parametrize(("format_", "changelog"), [("json", "append"), ("canal-json", "all")])
def test_a_source_of_version_1_gives_what_it_gave(format_: str, changelog: str) -> None:
    table = {
        "node": "n",
        "kind": "table",
        "name": "t",
        "sql": "",
        "options": [["format", format_]],
        "key": ["a"],
    }
    assert read([table]).statements[0].changelog == changelog


def read(statements: list[dict[str, Any]]) -> Script:
    needs = {"connectors": ["jdbc:mysql", "kafka"], "jars": [], "functions": []}
    script = Script.from_dict({"version": 1, "settings": {}, "statements": statements, "requirements": needs})
    assert script.requirements.connectors == ("kafka", "mysql")
    return script


def read_bindings(job: str) -> Bindings:
    """What the names in the job's graph stood for."""
    project = next(row["project_id"] for row in folder.read_rows("jobs_job") if row["id"] == job)
    sources = {row["id"]: row for row in folder.read_rows("datasources_datasource")}
    tables: dict[str, dict[str, Any]] = {}
    for row in folder.read_rows("tables_table"):
        if row["project_id"] == project:
            tables.setdefault(sources[row["datasource_id"]]["name"], {})[row["name"]] = {
                "columns": [{"name": column["name"], "type": column["type"]} for column in row["columns"]],
                "event_time": row["event_time"] or None,
                "key": [name for name in str(row["key"]).strip("{}").split(",") if name],
                "format": row["format"] or None,
            }
    kinds = {row["name"]: {"kind": row["kind"]} for row in sources.values()}
    return load({"datasources": kinds, "tables": tables})


@pytest.mark.parametrize("graph", [*GRAPHS, *(row["graph"] for row in [*VERSIONS, *SUBJECTS])])
def test_a_stored_graph_loads(graph: dict[str, Any]) -> None:
    assert [node.id for node in Graph.load(graph).nodes] == [node["id"] for node in graph["nodes"]]


def test_the_text_of_a_stored_script_is_what_people_saw() -> None:
    answers = folder.read_answers(dict.fromkeys(folder.PLACEHOLDERS, "0"))
    for row in VERSIONS:
        seen = answers.get(f"jobs/{row['job_id']}/sql/?version={row['number']}")
        assert seen is None or Script.from_dict(row["script"]).text() == seen["sql"]


def test_a_stored_script_keeps_its_hash() -> None:
    """Verdicts depend on the hash of the stored document, not of what it is read into."""
    assert {digest(row["script"]) for row in SUBJECTS} == {row["script_digest"] for row in SUBJECTS}
