"""Guards of the layout: what no linter sees."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = ("platform", "apps", "frontend/src", "tests", "benchmarks")
SUFFIXES = {".py", ".ts", ".tsx", ".css", ".java"}
LONGEST = 500
GENERATED = {"schema.d.ts"}


def sources() -> Iterator[Path]:
    for folder in SOURCES:
        for path in (ROOT / folder).rglob("*"):
            parts = set(path.parts)
            if (
                path.suffix in SUFFIXES
                and path.name not in GENERATED
                and not parts & {"node_modules", "target"}
            ):
                yield path


def test_platform_is_no_package() -> None:
    # An `__init__.py` there would hide the standard library's `platform` from everything started at the root.
    assert not (ROOT / "platform" / "__init__.py").exists()


def test_the_standard_platform_is_found_from_the_root() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import platform, uuid; print(platform.system())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert found.stdout.strip()


def test_no_source_file_is_too_long() -> None:
    long = {
        str(p.relative_to(ROOT)): n for p in sources() if (n := len(p.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_tests_are_no_packages() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("room", ["graph", "operators", "compiler", "testkit"])
def test_the_pure_core_loads_without_any_framework(room: str) -> None:
    code = (
        f"import penstock.{room}, penstock.graph.document, sys\n"
        "heavy = {'django', 'celery', 'httpx', 'networkx', 'confluent_kafka', 'psycopg'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT / "platform",
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert found.stdout.strip() == "[]"
