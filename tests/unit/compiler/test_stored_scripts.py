"""Scripts and graphs that an earlier version wrote into a database are read by this one."""

from typing import Any

import pytest

from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.hashing import digest
from tests.engine.upgrade import folder

VERSIONS = folder.read_rows("jobs_version")
SUBJECTS = folder.read_rows("testing_subject")
GRAPHS = [row["graph"] for table in ("jobs_draft", "jobs_sidedraft") for row in folder.read_rows(table)]


def test_there_is_something_to_read() -> None:
    """The fixture covers both relational connectors, whose names in stored scripts are special."""
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
