"""The PENSTOCK_* environment variables: the list of all of them, and typed access."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass


class VariableError(ValueError):
    """A variable has a value of the wrong type; the text names it and the expected form."""


@dataclass(frozen=True, slots=True)
class Variable:
    """One environment variable. `PENSTOCK_` comes before its name."""

    name: str
    default: str
    meaning: str
    #: Without it (or with its default) no production service starts.
    required: bool = False

    @property
    def full_name(self) -> str:
        """The name in the environment."""
        return f"PENSTOCK_{self.name}"


SAMPLE_SECRET_KEY = "insecure-sample-key-for-development-and-tools-only"  # noqa: S105
SAMPLE_VAULT_KEY = "c2FtcGxlLXZhdWx0LWtleS1mb3ItZGV2ZWxvcG1lbnQ="

GROUPS: dict[str, tuple[Variable, ...]] = {
    "Services": (
        Variable(
            "DATABASE_URL",
            "postgresql://penstock@127.0.0.1:5432/penstock",
            "PostgreSQL, as `postgresql://user:password@host:5432/database`; a query may add `sslmode`",
            required=True,
        ),
        Variable("DATABASE_POOL", "12", "Database connections of one process, at most"),
        Variable(
            "REDIS_URL",
            "redis://127.0.0.1:6379/0",
            "Redis, as `redis://:password@host:6379/0` (`rediss://` with TLS): queues and live events",
            required=True,
        ),
        Variable("FLINK_TEST_URL", "", "REST address of the Flink cluster that new projects get for `test`"),
        Variable("FLINK_PRODUCTION_URL", "", "The same for `production`"),
    ),
    "Keys and addresses": (
        Variable(
            "SECRET_KEY", SAMPLE_SECRET_KEY, "At least 32 random characters: signs sessions", required=True
        ),
        Variable(
            "VAULT_KEYS",
            SAMPLE_VAULT_KEY,
            "Fernet keys with commas between, for secrets of data sources; the first encrypts, all decrypt",
            required=True,
        ),
        Variable(
            "ALLOWED_HOSTS",
            "127.0.0.1,localhost",
            "Host names of the server, separated by commas",
            required=True,
        ),
        Variable(
            "PUBLIC_URL",
            "http://127.0.0.1:8000",
            "The address in the browser; `https://` turns secure cookies on",
        ),
        Variable(
            "SECURE_COOKIES", "", "1 or 0: cookies over TLS only. Default: 1 if PENSTOCK_PUBLIC_URL is https"
        ),
        Variable("BEHIND_PROXY", "0", "1: trust `X-Forwarded-Proto` of a proxy, which must set it itself"),
        Variable(
            "ALLOW_LOOPBACK",
            "0",
            "1: data sources may be on the server itself. Only if all users are trusted",
        ),
        Variable(
            "DENIED_NETWORKS",
            "",
            "Networks that data sources may not use either, such as Penstock's own: `10.1.0.0/16`",
        ),
    ),
    "Folders": (
        Variable(
            "HOME",
            "",
            "The engine folder. Default: `.penstock` of a checkout, else `~/.local/share/penstock`",
        ),
        Variable(
            "BUNDLES",
            "",
            "Jars of versions; shared by all processes. Default: `data/bundles` in PENSTOCK_HOME",
        ),
        Variable("PACKS", "", "Data packs; shared by all processes. Default: `data/packs` in PENSTOCK_HOME"),
    ),
    "Processes": (
        Variable(
            "BENCH_PROCESSES",
            "2",
            "Unit tests that one worker of the queue `bench` runs at once; 1.5 GiB each",
        ),
        Variable(
            "LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR; logs are JSON lines on standard output"
        ),
        Variable("DEBUG", "0", "1: accept sample keys and show tracebacks. Never in production"),
    ),
    "Command line": (
        Variable("URL", "", "Address of the server for `penstock test`"),
        Variable("TOKEN", "", "API token for `penstock test`"),
        Variable(
            "ADMIN_PASSWORD", "", "Password of the account that `penstock create-admin` creates; else it asks"
        ),
    ),
    "Demo and tests": (
        Variable("DEMO_KAFKA", "", "Bootstrap server of the demo's Kafka"),
        Variable("DEMO_WAREHOUSE", "", "`postgresql://` address of the demo's warehouse"),
        Variable("FAIL", "", "Fault injection: `<place>:<action>`, separated by commas"),
    ),
}
VARIABLES: dict[str, Variable] = {one.name: one for group in GROUPS.values() for one in group}


def get_str(name: str) -> str:
    """The variable `PENSTOCK_<name>`, stripped, or its default.

    Raises:
        KeyError: The variable is not declared in `GROUPS`.
    """
    variable = VARIABLES[name]
    return os.environ.get(variable.full_name, variable.default).strip()


def get_bool(name: str, default: bool = False) -> bool:
    """A variable that is 0 or 1; `default` if it is empty.

    Raises:
        VariableError: It is something else.
    """
    value = get_str(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise VariableError(f"PENSTOCK_{name} must be 0 or 1, not “{value}”.")
    return default


def get_int(name: str) -> int:
    """A variable that is a whole number.

    Raises:
        VariableError: It is something else.
    """
    value = get_str(name)
    if not value.isdigit():
        raise VariableError(f"PENSTOCK_{name} must be a whole number, not “{value}”.")
    return int(value)


def get_list(name: str) -> list[str]:
    """A variable that is a list, separated by commas."""
    return [item.strip() for item in get_str(name).split(",") if item.strip()]


def get_networks(name: str) -> tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]:
    """A variable that is a list of networks or addresses, separated by commas.

    Raises:
        VariableError: One of them is neither.
    """
    try:
        return tuple(ipaddress.ip_network(item) for item in get_list(name))
    except ValueError as error:
        raise VariableError(f"PENSTOCK_{name} must be networks like 10.1.0.0/16: {error}.") from None


def render_markdown() -> str:
    """The reference of all variables, `docs/settings.md`."""
    lines = [
        "# Settings",
        "",
        "Every setting is an environment variable. `penstock settings` prints this page, which is generated",
        "from `platform/penstock/environment.py`. In production, set the variables that are marked with *.",
    ]
    for group, variables in GROUPS.items():
        lines += ["", f"## {group}", "", "| variable | default | meaning |", "| --- | --- | --- |"]
        for one in variables:
            sample = one.default in (SAMPLE_SECRET_KEY, SAMPLE_VAULT_KEY)
            default = "a sample, which is rejected" if sample else f"`{one.default}`" if one.default else ""
            lines.append(f"| `{one.full_name}`{' *' if one.required else ''} | {default} | {one.meaning} |")
    return "\n".join(lines) + "\n"
