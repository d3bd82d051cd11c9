"""Configuration of one local stack: its folder, ports and secrets, known before anything runs."""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from penstock.local.ports import HOST
from penstock.local.programs import Installation

# The variables that every program inherits. None of them is Penstock's or a secret.
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "JAVA_HOME", "LD_LIBRARY_PATH", "USER")
_SECRETS = ("postgres", "penstock", "warehouse", "redis", "secret_key")


@dataclass(frozen=True)
class StackConfig:
    """A stack's folder, ports and secrets, which its services read."""

    installation: Installation
    data: Path
    ports: Mapping[str, int]
    # Never in a trace or a log.
    secrets: Mapping[str, str] = field(repr=False)
    env_extra: Mapping[str, str] = field(default_factory=dict)
    # Losing the machine's power may lose the last writes of a throw-away stack, never those of the demo.
    durable: bool = False
    # Further options of every Java server.
    java_options: tuple[str, ...] = ()

    def folder(self, *names: str) -> Path:
        """A folder under the data folder; created if it is missing."""
        path = self.data.joinpath(*names)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def log(self, service: str) -> Path:
        """The file that a service's output goes to."""
        return self.folder("logs") / f"{service}.log"

    def address(self, name: str) -> str:
        """`host:port` of a named port."""
        return f"{HOST}:{self.ports[name]}"

    def minimal_env(self) -> dict[str, str]:
        """The environment of a program that gets none of Penstock's settings, such as a Flink cluster."""
        return {name: os.environ[name] for name in _INHERITED if name in os.environ}

    def env(self) -> dict[str, str]:
        """Everything the control plane reads from its environment."""
        database = f"postgresql://penstock:{self.secrets['penstock']}@{self.address('postgres')}/penstock"
        warehouse = f"postgresql://warehouse:{self.secrets['warehouse']}@{self.address('postgres')}/warehouse"
        return {
            "PENSTOCK_HOME": str(self.installation.home),
            "PENSTOCK_DATABASE_URL": database,
            "PENSTOCK_REDIS_URL": f"redis://:{self.secrets['redis']}@{self.address('redis')}/0",
            "PENSTOCK_SECRET_KEY": self.secrets["secret_key"],
            "PENSTOCK_VAULT_KEYS": self.secrets["vault_key"],
            "PENSTOCK_ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
            "PENSTOCK_DEBUG": "0",
            "PENSTOCK_LOG_LEVEL": "INFO",
            "PENSTOCK_BUNDLES": str(self.data / "bundles"),
            "PENSTOCK_PACKS": str(self.data / "packs"),
            "PENSTOCK_PUBLIC_URL": f"http://{self.address('web')}",
            "PENSTOCK_FLINK_TEST_URL": f"http://{self.address('flink-test')}",
            "PENSTOCK_FLINK_PRODUCTION_URL": f"http://{self.address('flink-production')}",
            "PENSTOCK_DEMO_KAFKA": self.address("kafka"),
            "PENSTOCK_DEMO_WAREHOUSE": warehouse,
            # The demo's own stores are on this machine; elsewhere a data source may not point at it.
            "PENSTOCK_ALLOW_LOOPBACK": "1",
            **self.env_extra,
        }

    def control_plane_env(self) -> dict[str, str]:
        """The environment of a process of the control plane: Penstock's settings."""
        return {
            **self.minimal_env(),
            **self.env(),
            "PYTHONUNBUFFERED": "1",
            "DJANGO_SETTINGS_MODULE": "penstock.web.settings",
        }


def load_or_create_secrets(data: Path) -> dict[str, str]:
    """Load the stack's passwords and keys; create the missing ones, readable by their owner only."""
    path = data / "secrets.json"
    known: dict[str, str] = read_json(path)
    missing = [name for name in (*_SECRETS, "vault_key") if name not in known]
    if missing:
        for name in missing:
            known[name] = _vault_key() if name == "vault_key" else secrets.token_urlsafe(32)
        data.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump(known, file)
    return known


def read_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file; an empty one if the file is missing or truncated."""
    try:
        found = json.loads(path.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found if isinstance(found, dict) else {}


def _vault_key() -> str:
    # The format of a Fernet key: 32 bytes, URL-safe base64.
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()
