"""deploy/ fits the program: commands parse, variables exist, services and files that are named are there."""

import argparse
import importlib
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from cryptography.fernet import Fernet
from django.conf import settings

from penstock.cli.main import COMMANDS
from penstock.environment import VARIABLES

DEPLOY = Path(__file__).parents[2] / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "penstock" in service["image"])
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
#: Those that go on running; the others prepare something and end.
LASTING = sorted(name for name, service in SERVICES.items() if service.get("restart") != "no")
#: What compose.yaml uses of the Compose specification.
KEYS = {
    *("build", "cap_add", "cap_drop", "command", "depends_on", "entrypoint", "environment", "healthcheck"),
    *("image", "init", "logging", "network_mode", "ports", "read_only", "restart", "security_opt"),
    *("stop_grace_period", "tmpfs", "user", "volumes"),
}
HEALTH_KEYS = {"test", "interval", "timeout", "start_period"}
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


def test_only_known_keys_are_used() -> None:
    """A misspelt key is refused by Compose, which doesn't run here."""
    assert {key for key in COMPOSE if not key.startswith("x-")} == {"name", "services", "volumes"}
    for name, service in SERVICES.items():
        assert set(service) <= KEYS, name
        for how in service.get("depends_on", {}).values():
            assert set(how) == {"condition"}, name
            assert how["condition"] in {"service_healthy", "service_completed_successfully"}, name
        values = service.get("environment", {}).values()
        assert all(isinstance(value, str | int) and not isinstance(value, bool) for value in values), name
    assert set(COMPOSE["volumes"].values()) == {None}


@pytest.mark.parametrize("name", LASTING)
def test_a_service_restarts_is_watched_and_gets_no_privilege(name: str) -> None:
    service = SERVICES[name]
    assert service["restart"] == "unless-stopped"
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"]["options"]["max-size"], "logs must not fill the disk"
    health = service["healthcheck"]
    assert set(health) <= HEALTH_KEYS
    assert health["test"][0] in {"CMD", "CMD-SHELL"}
    assert len(health["test"]) == 2 or health["test"][0] == "CMD"
    for key in HEALTH_KEYS & set(health) - {"test"}:
        assert re.fullmatch(r"\d+s", health[key]), f"{name}: {key}"


@pytest.mark.parametrize("name", OURS)
def test_our_services_change_their_volumes_only_and_share_them(name: str) -> None:
    service = SERVICES[name]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    # A temporary folder is mounted noexec by default, where Java can't load its libraries.
    assert service["tmpfs"] == ["/tmp:exec,mode=1777"]
    assert set(service["volumes"]) == {"penstock-data:/var/lib/penstock", "flink-state:/flink-state"}


def test_nothing_starts_before_the_tables_are_there() -> None:
    for name in set(OURS) - {"migrate"}:
        assert SERVICES[name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["postgres"] == {"condition": "service_healthy"}
    # Without an address, the check passes while the image still creates the database.
    assert {"-h", "127.0.0.1"} <= set(SERVICES["postgres"]["healthcheck"]["test"])
    for path in UNITS:
        if path.name != "penstock-migrate.service":
            lines = path.read_text().splitlines()
            assert "Requires=penstock-migrate.service" in lines
            assert "After=network-online.target penstock-migrate.service" in lines


def test_the_scheduler_is_watched_where_it_writes() -> None:
    beat = SERVICES["beat"]
    folder, _, name = parse_command(beat["command"]).schedule.as_posix().rpartition("/")
    assert f"find {folder} -name '{name}*'" in beat["healthcheck"]["test"][1]


@pytest.mark.parametrize("cluster", ["test", "production"])
def test_both_processes_of_a_flink_cluster_agree(cluster: str) -> None:
    pair = [SERVICES[f"flink-{cluster}"], SERVICES[f"flink-{cluster}-taskmanager"]]
    master, worker = (yaml.safe_load(service["environment"]["FLINK_PROPERTIES"]) for service in pair)
    assert all(worker[key] == value for key, value in master.items() if key in worker)
    assert {"jobmanager.rpc.address", "high-availability.cluster-id"} <= set(master) & set(worker)
    assert f"/{worker['taskmanager.rpc.port']}" in pair[1]["healthcheck"]["test"][-1]
    for key, value in master.items():
        if str(value).startswith("file:"):
            assert value.startswith(f"file:///flink-state/{cluster}/"), key
    assert all("flink-state:/flink-state" in service["volumes"] for service in pair)


def test_what_flink_recovers_from_outlives_a_container() -> None:
    assert {volume.rpartition(":")[2] for volume in SERVICES["zookeeper"]["volumes"]} == {"/data", "/datalog"}


def test_the_proxy_lets_the_largest_upload_pass() -> None:
    size = re.search(r"max_size (\d+)MiB", (DEPLOY / "proxy" / "Caddyfile").read_text())
    assert size
    assert int(size[1]) * 1024 * 1024 >= settings.UPLOAD_MAX_BYTES + 1024 * 1024
    assert f"requests of {size[1]} MiB" in (DEPLOY / "README.md").read_text()


def test_configure_writes_keys_once(tmp_path: Path) -> None:
    for name in ("configure", "env.example"):
        shutil.copy(DEPLOY / "compose" / name, tmp_path)
    for code in (0, 1):
        before = (tmp_path / ".env").read_text() if code else ""
        done = subprocess.run([str(tmp_path / "configure"), "penstock.example.org"], capture_output=True)
        assert done.returncode == code, done.stderr
        text = (tmp_path / ".env").read_text()
        assert before in {"", text}
    values = dict(line.split("=", 1) for line in text.splitlines() if line and not line.startswith("#"))
    assert values["DOMAIN"] == "penstock.example.org"
    assert Fernet(values["VAULT_KEYS"])
    assert len(values["SECRET_KEY"]) >= 32
    for name in ("POSTGRES_PASSWORD", "REDIS_PASSWORD", "SECRET_KEY"):
        assert re.fullmatch("[0-9a-f]{48,}", values[name])
    assert (tmp_path / ".env").stat().st_mode & 0o077 == 0


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


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for path in (DEPLOY / "systemd").glob("penstock*"):
        # It wants the programs to be there.
        (tmp_path / path.name).write_text(
            path.read_text().replace("/opt/penstock/venv/bin/penstock", "/bin/true")
        )
    command = ["systemd-analyze", "verify", "--man=no", *map(str, tmp_path.glob("*.service"))]
    done = subprocess.run([*command, str(tmp_path / "penstock.target")], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


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
