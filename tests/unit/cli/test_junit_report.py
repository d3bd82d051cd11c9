"""Verdicts of unit tests, for the terminal and as JUnit XML."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest

from penstock.cli.junit_report import (
    Suite,
    count_verdicts,
    explain_run,
    format_run,
    render_junit,
    run_verdict,
)

MISMATCH = {
    "ok": False,
    "matched": 7,
    "counts": {"missing": 1, "unexpected": 0, "changed": 1},
    "changed": [
        {"key": {"city": "Rome"}, "cells": [{"column": "orders", "expected": 3, "actual": 2}]},
    ],
    "missing": [{"city": "Oslo", "orders": 1}],
    "unexpected": [],
    "notes": ["1 late row was dropped by Window."],
}


def a_run(state: str, **more: Any) -> dict[str, Any]:
    return {
        "case_name": "late rows",
        "state": state,
        "error": None,
        "milliseconds": 412,
        "result": {},
        **more,
    }


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("passed", "passed"),
        ("failed", "failed"),
        ("finished", "skipped"),
        ("stopped", "error"),
        ("cancelled", "error"),
        ("error", "error"),
    ],
)
def test_only_what_met_its_expectation_passes(state: str, expected: str) -> None:
    assert run_verdict(a_run(state)) == expected


def test_a_mismatch_is_described_cell_by_cell() -> None:
    run = a_run("failed", result={"comparisons": {"out": MISMATCH, "fine": {"ok": True}}})
    assert list(explain_run(run)) == [
        "out: 1 missing, 1 changed, 7 as expected",
        "  city=Rome: orders should be 3 and is 2",
        "  missing: city=Oslo, orders=1",
        "  1 late row was dropped by Window.",
    ]
    assert next(format_run(run)) == "  ✗ late rows  (0.412 s)"


def test_junit_is_what_a_ci_reads() -> None:
    runs = [
        a_run("passed"),
        a_run("failed", case_name='<&"\x00 Zürich', result={"comparisons": {"out": MISMATCH}}),
        a_run("error", error="The planner is away.", milliseconds=None),
        a_run("finished"),
    ]
    suite = Suite("Shop", "Orders per city", "draft", runs)
    root = ET.fromstring(render_junit([suite, Suite("Shop", "Other", "version 2", [a_run("passed")])]))
    assert {name: root.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5",
        "failures": "1",
        "errors": "1",
        "skipped": "1",
    }
    first = root.findall("testsuite")[0]
    assert (first.get("name"), first.get("time")) == ("Shop: Orders per city (draft)", "1.236")
    cases = first.findall("testcase")
    assert [[child.tag for child in case] for case in cases] == [[], ["failure"], ["error"], ["skipped"]]
    assert cases[1].get("name") == '<&"\ufffd Zürich'
    failure = cases[1].find("failure")
    assert failure is not None
    assert "orders should be 3 and is 2" in (failure.text or "")
    assert count_verdicts([suite]) == {"passed": 1, "failed": 1, "error": 1, "skipped": 1}
