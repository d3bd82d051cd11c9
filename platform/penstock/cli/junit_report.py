"""What unit tests of pipelines came to: as lines for a terminal, and as JUnit XML for a CI."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["passed", "failed", "error", "skipped"]
_VERDICTS: dict[str, Verdict] = {"passed": "passed", "failed": "failed", "finished": "skipped"}
_MARKS = {"passed": "✓", "failed": "✗", "error": "!", "skipped": "-"}
_MOST_SHOWN = 5
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Suite:
    """The runs of one job's cases, as the API details them."""

    project: str
    job: str
    what: str
    """`draft` or `version 3`."""
    runs: Sequence[dict[str, Any]]


def verdict(run: dict[str, Any]) -> Verdict:
    """Of an ended run: stopped, cancelled and broken ones are errors; who expects nothing proves nothing."""
    return _VERDICTS.get(run["state"], "error")


def count(suites: Sequence[Suite]) -> dict[Verdict, int]:
    """How many came to which verdict."""
    found = [verdict(run) for suite in suites for run in suite.runs]
    return {name: found.count(name) for name in ("passed", "failed", "error", "skipped")}


def lines(run: dict[str, Any]) -> Iterator[str]:
    """A run for the terminal: its verdict, and why when it is not a good one."""
    yield f"  {_MARKS[verdict(run)]} {run['case_name']}  ({_seconds(run)} s)"
    yield from (f"      {line}" for line in reasons(run))


def reasons(run: dict[str, Any]) -> Iterator[str]:
    """Why a run did not pass, in sentences."""
    if run.get("error"):
        yield run["error"]
    elif run["state"] == "finished":
        yield "It expects nothing: accept its output as expected to make it a test."
    elif run["state"] not in ("passed", "failed"):
        yield f"The run is {run['state']}."
    comparisons = (run.get("result") or {}).get("comparisons") or {}
    for name, found in comparisons.items():
        if not found["ok"]:
            yield from _mismatch(name, found)


def _mismatch(name: str, found: dict[str, Any]) -> Iterator[str]:
    counts = ", ".join(f"{number} {what}" for what, number in found["counts"].items() if number)
    yield f"{name}: {counts or 'not as expected'}, {found['matched']} as expected"
    for change in found["changed"][:_MOST_SHOWN]:
        cells = ", ".join(
            f"{cell['column']} should be {cell['expected']} and is {cell['actual']}"
            for cell in change["cells"]
        )
        yield f"  {_row(change['key'])}: {cells}"
    for what in ("missing", "unexpected"):
        for row in found[what][:_MOST_SHOWN]:
            yield f"  {what}: {_row(row)}"
    yield from (f"  {note}" for note in found["notes"])


def _row(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in row.items())


def _seconds(run: dict[str, Any]) -> str:
    return f"{(run.get('milliseconds') or 0) / 1000:.3f}"


def junit(suites: Sequence[Suite]) -> bytes:
    """A JUnit report: a test suite for each job, a test case for each of its cases."""
    root = ET.Element("testsuites", _totals(suites), name="penstock")
    for suite in suites:
        node = ET.SubElement(
            root, "testsuite", _totals([suite]), name=_text(f"{suite.project}: {suite.job} ({suite.what})")
        )
        for run in suite.runs:
            _case(node, suite, run)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _case(parent: ET.Element, suite: Suite, run: dict[str, Any]) -> None:
    case = ET.SubElement(
        parent,
        "testcase",
        classname=_text(f"{suite.project}.{suite.job}"),
        name=_text(run["case_name"]),
        time=_seconds(run),
    )
    found = verdict(run)
    if found == "passed":
        return
    told = list(reasons(run))
    tag = {"failed": "failure", "error": "error", "skipped": "skipped"}[found]
    child = ET.SubElement(case, tag, message=_text(told[0] if told else run["state"]))
    if found != "skipped":
        child.text = _text("\n".join(told))


def _totals(suites: Sequence[Suite]) -> dict[str, str]:
    counts = count(suites)
    runs = [run for suite in suites for run in suite.runs]
    return {
        "tests": str(len(runs)),
        "failures": str(counts["failed"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
        "time": f"{sum(run.get('milliseconds') or 0 for run in runs) / 1000:.3f}",
    }


def _text(value: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", value)
