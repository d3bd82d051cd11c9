"""Results of pipelines' unit tests: lines for a terminal, and JUnit XML for CI."""

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


def run_verdict(run: dict[str, Any]) -> Verdict:
    """The verdict on an ended run; one without expectations is skipped, a cancelled one is an error."""
    return _VERDICTS.get(run["state"], "error")


def count_verdicts(suites: Sequence[Suite]) -> dict[Verdict, int]:
    """Count the runs by verdict."""
    found = [run_verdict(run) for suite in suites for run in suite.runs]
    return {name: found.count(name) for name in ("passed", "failed", "error", "skipped")}


def format_run(run: dict[str, Any]) -> Iterator[str]:
    """Format a run for the terminal: its verdict, and the reasons if it did not pass."""
    yield f"  {_MARKS[run_verdict(run)]} {run['case_name']}  ({_format_seconds(run)} s)"
    yield from (f"      {line}" for line in explain_run(run))


def explain_run(run: dict[str, Any]) -> Iterator[str]:
    """Yield the reasons why a run did not pass, as sentences."""
    if run.get("error"):
        yield run["error"]
    elif run["state"] == "finished":
        yield "It has no expected output: accept its output as the baseline."
    elif run["state"] not in ("passed", "failed"):
        yield f"The run is {run['state']}."
    comparisons = (run.get("result") or {}).get("comparisons") or {}
    for name, found in comparisons.items():
        if not found["ok"]:
            yield from _explain_mismatch(name, found)


def _explain_mismatch(name: str, found: dict[str, Any]) -> Iterator[str]:
    counts = ", ".join(f"{number} {what}" for what, number in found["counts"].items() if number)
    yield f"{name}: {counts or 'not as expected'}, {found['matched']} as expected"
    for change in found["changed"][:_MOST_SHOWN]:
        cells = ", ".join(
            f"{cell['column']} should be {cell['expected']} and is {cell['actual']}"
            for cell in change["cells"]
        )
        yield f"  {_format_row(change['key'])}: {cells}"
    for what in ("missing", "unexpected"):
        for row in found[what][:_MOST_SHOWN]:
            yield f"  {what}: {_format_row(row)}"
    yield from (f"  {note}" for note in found["notes"])


def _format_row(row: dict[str, Any]) -> str:
    return ", ".join(f"{name}={value}" for name, value in row.items())


def _format_seconds(run: dict[str, Any]) -> str:
    return f"{(run.get('milliseconds') or 0) / 1000:.3f}"


def render_junit(suites: Sequence[Suite]) -> bytes:
    """Render a JUnit report: a test suite for each job, a test case for each of its cases."""
    root = ET.Element("testsuites", _suite_attributes(suites), name="penstock")
    for suite in suites:
        node = ET.SubElement(
            root,
            "testsuite",
            _suite_attributes([suite]),
            name=_strip_invalid_xml(f"{suite.project}: {suite.job} ({suite.what})"),
        )
        for run in suite.runs:
            _add_case(node, suite, run)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add_case(parent: ET.Element, suite: Suite, run: dict[str, Any]) -> None:
    case = ET.SubElement(
        parent,
        "testcase",
        classname=_strip_invalid_xml(f"{suite.project}.{suite.job}"),
        name=_strip_invalid_xml(run["case_name"]),
        time=_format_seconds(run),
    )
    found = run_verdict(run)
    if found == "passed":
        return
    messages = list(explain_run(run))
    tag = {"failed": "failure", "error": "error", "skipped": "skipped"}[found]
    child = ET.SubElement(case, tag, message=_strip_invalid_xml(messages[0] if messages else run["state"]))
    if found != "skipped":
        child.text = _strip_invalid_xml("\n".join(messages))


def _suite_attributes(suites: Sequence[Suite]) -> dict[str, str]:
    counts = count_verdicts(suites)
    runs = [run for suite in suites for run in suite.runs]
    return {
        "tests": str(len(runs)),
        "failures": str(counts["failed"]),
        "errors": str(counts["error"]),
        "skipped": str(counts["skipped"]),
        "time": f"{sum(run.get('milliseconds') or 0 for run in runs) / 1000:.3f}",
    }


def _strip_invalid_xml(value: str) -> str:
    """Replace the characters that XML does not allow."""
    return _NO_XML.sub("\ufffd", value)
