"""Test cases that an earlier version stored: they mean the same, and their verdicts are not invalidated."""

from typing import Any

import pytest

from apps.testing.content_hash import compute_content_hash
from penstock.hashing import digest
from penstock.testkit import case
from tests.engine.upgrade import folder

SUITE_CASES = folder.read_rows("testing_versioncase")
RUNS = [run for run in folder.read_rows("testing_run") if run["version_id"]]
DEFINITIONS = [row["definition"] for row in [*folder.read_rows("testing_case"), *SUITE_CASES, *RUNS]]


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_a_stored_definition_is_read_unchanged(definition: dict[str, Any]) -> None:
    assert case.load(definition).to_dict() == definition


def test_a_case_of_a_suite_keeps_its_hash() -> None:
    assert len(SUITE_CASES) == 8
    for row in SUITE_CASES:
        assert case.load(row["definition"]).digest() == row["digest"], row["name"]


def test_a_run_of_a_version_keeps_its_hash() -> None:
    """Computed again from version, case and packs: a suite finds the runs that decide about it."""
    scripts = {row["id"]: digest(row["script"]) for row in folder.read_rows("jobs_version")}
    assert len(RUNS) == 8
    for run in RUNS:
        found = compute_content_hash(
            scripts[run["version_id"]], run["definition"], run["packs"], run["engine"]
        )
        assert found == run["content"], run["case_name"]
