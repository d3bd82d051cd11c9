"""A stack's place: secrets, environment, names of services."""

import stat
from pathlib import Path

import pytest

from penstock.local.errors import LocalError
from penstock.local.service_registry import resolve_services
from penstock.local.stack import Stack
from penstock.local.stack_config import load_or_create_secrets, read_json


def test_secrets_are_made_once_and_are_for_their_owner_only(tmp_path: Path) -> None:
    first = load_or_create_secrets(tmp_path)
    assert load_or_create_secrets(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secrets.json").stat().st_mode) == 0o600
    assert len(set(first.values())) == len(first)


def test_the_environment_is_known_before_anything_runs(tmp_path: Path) -> None:
    stack = Stack(None, tmp_path, ["web"], env_extra={"PENSTOCK_DEBUG": "1"})
    assert stack.env["PENSTOCK_PUBLIC_URL"] == stack.url("web")
    assert stack.env["PENSTOCK_DEBUG"] == "1"
    assert stack.address("postgres") in stack.env["PENSTOCK_DATABASE_URL"]


def test_bare_services_hear_nothing_of_penstock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENSTOCK_SECRET_KEY", "outer")
    environment = Stack(None, tmp_path, ["web"]).config.minimal_env()
    assert not [name for name in environment if name.startswith("PENSTOCK_")]


def test_a_cluster_brings_its_zookeeper() -> None:
    names = {service.name for service in resolve_services(["flink-test"])}
    assert names == {"flink-test-jobmanager", "flink-test-taskmanager", "zookeeper"}


def test_an_unknown_service_is_named_with_the_known_ones() -> None:
    with pytest.raises(LocalError, match=r"no service 'kafak'.*kafka"):
        resolve_services(["kafak"])


@pytest.mark.parametrize("text", ["", "{", "[1]", '{"a": '])
def test_a_broken_record_counts_as_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "stack.json"
    path.write_text(text)
    assert read_json(path) == {}
