"""What the documents for readers name must be there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/unit-tests.md",
    "examples/README.md",
    *sorted(f"docs/tutorials/{p.name}" for p in (ROOT / "docs" / "tutorials").glob("*.md")),
)
LARGEST_PICTURES = 3 * 1024 * 1024


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_are_there(page: str) -> None:
    path = ROOT / page
    named = re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text())
    missing = [name for name in named if "://" not in name and not (path.parent / name).exists()]
    assert missing == []


def test_every_picture_is_used_and_small() -> None:
    readme = (ROOT / "README.md").read_text()
    pictures = sorted((ROOT / "docs" / "tour").glob("*.png"))
    assert [p.name for p in pictures if f"docs/tour/{p.name}" not in readme] == []
    assert sum(p.stat().st_size for p in pictures) < LARGEST_PICTURES


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_named_make_targets_exist(page: str) -> None:
    makefile = (ROOT / "Makefile").read_text()
    layers = re.search(r"^LAYERS := (.*)$", makefile, re.MULTILINE)
    targets = set(re.findall(r"^([a-z-]+(?: [a-z-]+)*):", makefile, re.MULTILINE))
    known = {name for line in targets for name in line.split()}
    known |= {f"test-{layer}" for layer in (layers[1].split() if layers else [])}
    named = set(re.findall(r"`?make ([a-z][a-z-]*)", (ROOT / page).read_text()))
    assert named <= known
