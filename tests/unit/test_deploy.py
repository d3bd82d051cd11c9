"""deploy/ fits the program: commands parse, variables exist, services and files that are named are there."""

import argparse
import importlib
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from penstock.cli.main import COMMANDS
from penstock.environment import VARIABLES

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "penstock" in service["image"])
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
HARDENING = {
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "User=penstock",
}


def parse_command(words: list[str]) -> argparse.Namespace:
    """Parse the arguments of a `penstock` command as the program does; ends the test if it rejects them."""
    assert words[0] in COMMANDS
    parser = argparse.ArgumentParser()
    importlib.import_module(f"penstock.cli.{words[0].replace('-', '_')}").add_arguments(parser)
    return parser.parse_args(words[1:])


def find_variables(text: str) -> set[str]:
    """The PENSTOCK_ variables that a text sets or names."""
    return set(re.findall(r"\bPENSTOCK_([A-Z_]+[A-Z])", text))


@pytest.mark.parametrize("name", OURS)
def test_a_service_of_compose_runs_a_command_of_penstock(name: str) -> None:
    parse_command(SERVICES[name]["command"])
    assert "PENSTOCK_DATABASE_URL" in SERVICES[name]["environment"]


def test_compose_runs_every_kind_of_process() -> None:
    commands = {tuple(SERVICES[name]["command"][:3]) for name in OURS}
    kinds = {command[0] for command in commands}
    assert kinds == {"web", "worker", "planner", "beat", "migrate"}
    assert {("worker",), ("worker", "--queue", "bench")} <= commands


def test_services_depend_on_services_that_say_when_they_are_ready() -> None:
    for name, service in SERVICES.items():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in SERVICES, name
            if how["condition"] == "service_healthy":
                assert "healthcheck" in SERVICES[needed], f"{name} waits for {needed}"
            else:
                assert SERVICES[needed].get("restart") == "no"


def test_images_name_no_registry_and_volumes_are_declared() -> None:
    for name, service in SERVICES.items():
        assert "." not in service["image"].partition("/")[0].partition(":")[0], name
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            known = (
                (DEPLOY / "compose" / source).exists()
                if source.startswith(".")
                else source in COMPOSE["volumes"]
            )
            assert known, f"{name}: {volume}"


def test_the_example_sets_every_variable_that_compose_requires() -> None:
    text = (DEPLOY / "compose" / "compose.yaml").read_text()
    example = (DEPLOY / "compose" / "env.example").read_text()
    defined = set(re.findall(r"^#?([A-Z_]+)=", example, flags=re.MULTILINE))
    assert set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text)) == defined


def test_every_variable_exists() -> None:
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            assert find_variables(path.read_text()) <= set(VARIABLES), path.name


def test_required_variables_are_set() -> None:
    required = {name for name, variable in VARIABLES.items() if variable.required}
    assert required <= find_variables((DEPLOY / "compose" / "compose.yaml").read_text())
    assert required <= find_variables((DEPLOY / "systemd" / "penstock.env.example").read_text())


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_runs_a_command_of_penstock_hardened(path: Path) -> None:
    lines = path.read_text().splitlines()
    start = next(line.partition("=")[2] for line in lines if line.startswith("ExecStart="))
    program, *words = shlex.split(start)
    assert program == "/opt/penstock/venv/bin/penstock"
    queues = ("control", "bench") if "@" in path.name else ("",)
    for queue in queues:
        parse_command([word.replace("%i", queue) for word in words])
    assert set(lines) >= HARDENING
    assert "EnvironmentFile=/etc/penstock/penstock.env" in lines


def test_the_target_wants_units_that_exist() -> None:
    text = (DEPLOY / "systemd" / "penstock.target").read_text()
    wanted = re.findall(r"penstock-[a-z@]+\.service", text)
    names = {re.sub("@[a-z]+", "@", name) for name in wanted}
    assert names == {path.name for path in UNITS} - {"penstock-migrate.service"}


def test_the_image_installs_engine_and_lock_that_exist() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    for line in re.findall(r"penstock (engine install [^\n]+)", text):
        parse_command(shlex.split(line))
    for path in re.findall(r"^COPY ([\w./-]+) ", text, flags=re.MULTILINE):
        assert (DEPLOY.parent / path).exists(), path
    assert "USER penstock" in text
