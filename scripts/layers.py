"""The layers of the test suite: commands, required installation steps, and how to count results."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
FRONTEND = ROOT / "frontend"

_PYTHON = ("python",)
_MAVEN = ("mvn", "-q", "-B", "-f", "platform/jvm/pom.xml")
_SERVERS = ("python", "flink-1.20", "jars-kafka", "jars-flink-1.20", "own-jars-flink-1.20")


@dataclass(frozen=True)
class Check:
    """One command of a layer. Its tests are counted in a JUnit report; without one it counts as one test."""

    name: str
    command: Sequence[str]
    folder: Path = ROOT
    # Pattern of the report files; `{report}` in the command is replaced by the file to write.
    reports: str | None = None


@dataclass(frozen=True)
class Layer:
    """Checks that belong together, shown as one line of the summary."""

    name: str
    checks: Sequence[Check]
    needs: Sequence[str]
    # Seconds after which the layer is stopped.
    limit: int
    # A layer with servers of its own needs both cores.
    alone: bool = False


def pytest_check(folder: str) -> Check:
    """A folder of Python tests."""
    command = [str(BIN / "pytest"), "-q", folder, "--junitxml", "{report}"]
    return Check("pytest", command, reports="{report}")


LAYERS = (
    Layer(
        "lint",
        [
            Check("ruff check", [str(BIN / "ruff"), "check", "--quiet", "."]),
            Check("ruff format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
            Check("import-linter", [str(BIN / "lint-imports")]),
            Check("mypy", [str(BIN / "mypy")]),
            Check("spotless", [*_MAVEN, "spotless:check"]),
            Check("biome and tsc", ["npm", "run", "--silent", "check"], FRONTEND),
        ],
        needs=[*_PYTHON, "npm"],
        limit=300,
    ),
    Layer("unit", [pytest_check("tests/unit")], needs=_PYTHON, limit=300),
    Layer(
        "jvm",
        [
            Check(
                "surefire",
                [*_MAVEN, "test"],
                reports="platform/jvm/**/target/surefire-reports/TEST-*.xml",
            )
        ],
        needs=["own-jars-flink-1.20"],
        limit=300,
    ),
    Layer(
        "frontend",
        [
            Check(
                "vitest",
                [
                    "npx",
                    "--no",
                    "vitest",
                    "run",
                    "--reporter=default",
                    "--reporter=junit",
                    "--outputFile={report}",
                ],
                FRONTEND,
                reports="{report}",
            )
        ],
        needs=["npm"],
        limit=300,
    ),
    Layer("api", [pytest_check("tests/api")], needs=_SERVERS, limit=900),
    Layer("stores", [pytest_check("tests/stores")], needs=[*_SERVERS, "jars-mariadb"], limit=600),
    # The wheel that one of its tests builds carries the pages.
    Layer("engine", [pytest_check("tests/engine")], needs=[*_SERVERS, "pages"], limit=1680, alone=True),
    Layer("browser", [pytest_check("tests/browser")], needs=[*_SERVERS, "pages"], limit=900, alone=True),
)


@dataclass
class Count:
    """The results of a layer's tests."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    #: Tests with the seconds that each took.
    durations: list[tuple[float, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All of them."""
        return self.passed + self.failed + self.skipped

    def add(self, other: "Count") -> None:
        """Add another count to this one."""
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped
        self.durations += other.durations


def count_reports(paths: Sequence[Path]) -> Count:
    """Add up JUnit reports."""
    count = Count()
    for path in paths:
        for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314 - written by our own tools
            name = f"{case.get('classname', '')}::{case.get('name', '')}"
            count.durations.append((_seconds(case.get("time")), name))
            ends = {re.sub(r"^\{.*\}", "", child.tag) for child in case}
            if ends & {"failure", "error"}:
                count.failed += 1
            elif "skipped" in ends:
                count.skipped += 1
            else:
                count.passed += 1
    return count


def _seconds(text: str | None) -> float:
    """The duration in a report; Surefire separates thousands by commas."""
    return float((text or "0").replace(",", ""))
