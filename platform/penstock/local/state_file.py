"""`stack.json`: what runs on a data folder, for the next start and `penstock status`; and its lock."""

import fcntl
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from penstock.local.errors import AlreadyRunning
from penstock.local.process import Child, created_at, kill_group, same_process
from penstock.local.stack_config import read_json

_writing = threading.Lock()


@dataclass(frozen=True)
class Record:
    """The last known facts about a stack on this data folder."""

    data: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.data / "stack.json"

    def read(self) -> dict[str, Any]:
        """The facts, or an empty object."""
        return read_json(self.path)

    def ports(self) -> dict[str, int]:
        """The ports of the last run."""
        return {str(name): int(port) for name, port in self.read().get("ports", {}).items()}

    def write(self, ports: Mapping[str, int], children: Mapping[str, Child], ready: bool) -> None:
        """Replace the facts at once, so that a reader never sees half of them."""
        services = {
            name: {"pid": child.pid, "created": created_at(child.pid), "log": str(child.log)}
            for name, child in children.items()
        }
        facts = {
            "pid": os.getpid(),
            "created": created_at(os.getpid()),
            "ready": ready,
            "ports": dict(ports),
            "services": services,
        }
        draft = self.path.with_suffix(".new")
        # Services are started side by side, and each start is written down.
        with _writing:
            draft.write_text(json.dumps(facts, indent=2))
            draft.replace(self.path)

    def running(self) -> bool:
        """Whether the process that wrote the facts still runs."""
        facts = self.read()
        return bool(facts.get("services")) and same_process(int(facts["pid"]), float(facts["created"]))

    def end_leftovers(self) -> None:
        """End what a stack that was killed may have left. Call with the lock held."""
        for facts in self.read().get("services", {}).values():
            if same_process(int(facts["pid"]), float(facts["created"])):
                kill_group(int(facts["pid"]))


class Lock:
    """Held by the one process that runs a stack on this folder; freed by the kernel when it dies."""

    def __init__(self, record: Record) -> None:
        """Take the lock or say who has it."""
        record.data.mkdir(parents=True, exist_ok=True)
        self._file = os.open(record.data / "stack.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            facts = record.read()
            port = facts.get("ports", {}).get("web")
            raise AlreadyRunning(
                f"Penstock already runs on {record.data} (process {facts.get('pid', 'unknown')}): "
                f"http://127.0.0.1:{port}. Stop it with Ctrl-C there or `penstock down`."
            ) from None

    def release(self) -> None:
        """Let the next one in."""
        os.close(self._file)
