"""Environment variables: the list is complete, its reference is fresh, values are read or refused."""

import re
from pathlib import Path

import pytest

from penstock.environment import (
    GROUPS,
    VARIABLES,
    VariableError,
    get_bool,
    get_int,
    get_list,
    get_networks,
    render_markdown,
)

ROOT = Path(__file__).parents[2]
FOLDERS = ("platform/penstock", "apps", "deploy")


def find_used_names() -> set[str]:
    """Every variable that code or deployment files mention."""
    names: set[str] = set()
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix not in {".pyc", ".jar"}:
                text = path.read_text(encoding="utf-8", errors="ignore")
                names |= set(re.findall(r"PENSTOCK_([A-Z][A-Z_]*[A-Z])\b", text))
                names |= set(re.findall(r'\bget_(?:str|int|bool|list|networks)\("([A-Z_]+)"', text))
    return names


def test_every_variable_is_declared_and_used() -> None:
    assert find_used_names() == set(VARIABLES)
    assert sum(len(group) for group in GROUPS.values()) == len(VARIABLES)


def test_the_reference_is_fresh() -> None:
    page = ROOT / "docs" / "settings.md"
    assert page.read_text() == render_markdown(), "run `penstock settings > docs/settings.md`"


def test_values_are_read_or_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_BEHIND_PROXY", "maybe")
    with pytest.raises(VariableError, match="PENSTOCK_BEHIND_PROXY must be 0 or 1, not “maybe”"):
        get_bool("BEHIND_PROXY")
    monkeypatch.setenv("PENSTOCK_BEHIND_PROXY", "")
    assert (get_bool("BEHIND_PROXY"), get_bool("BEHIND_PROXY", default=True)) == (False, True)
    monkeypatch.setenv("PENSTOCK_BEHIND_PROXY", " Yes ")
    assert get_bool("BEHIND_PROXY")
    monkeypatch.setenv("PENSTOCK_DATABASE_POOL", "many")
    with pytest.raises(VariableError, match="whole number"):
        get_int("DATABASE_POOL")
    monkeypatch.setenv("PENSTOCK_ALLOWED_HOSTS", " a, ,b ")
    assert get_list("ALLOWED_HOSTS") == ["a", "b"]
    monkeypatch.setenv("PENSTOCK_DENIED_NETWORKS", "10.0.0.0/8, ::1")
    assert [str(network) for network in get_networks("DENIED_NETWORKS")] == ["10.0.0.0/8", "::1/128"]
    monkeypatch.setenv("PENSTOCK_DENIED_NETWORKS", "10.0.0.1/8")
    with pytest.raises(VariableError, match="must be networks"):
        get_networks("DENIED_NETWORKS")


def test_an_undeclared_variable_is_a_bug() -> None:
    with pytest.raises(KeyError):
        get_int("NO_SUCH")
