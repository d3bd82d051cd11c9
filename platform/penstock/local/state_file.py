"""`stack.json`: the running services of a data folder, for `penstock status` and the next start."""

import fcntl
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from penstock.local.errors import AlreadyRunning
from penstock.local.process import ChildProcess, get_creation_time, is_same_process, kill_group
from penstock.local.stack_config import read_json

_writing = threading.Lock()


@dataclass(frozen=True)
class StateFile:
    """The last known state of a stack on this data folder."""

    data: Path

    @property
    def path(self) -> Path:
        """The file."""
        return self.data / "stack.json"

    def read(self) -> dict[str, Any]:
        """The state, or an empty object."""
        return read_json(self.path)

    def ports(self) -> dict[str, int]:
        """The ports of the last run."""
        return {str(name): int(port) for name, port in self.read().get("ports", {}).items()}

    def write(self, ports: Mapping[str, int], children: Mapping[str, ChildProcess], ready: bool) -> None:
        """Replace the file atomically, so that a reader never sees a partial state."""
        services = {
            name: {"pid": child.pid, "created": get_creation_time(child.pid), "log": str(child.log)}
            for name, child in children.items()
        }
        state = {
            "pid": os.getpid(),
            "created": get_creation_time(os.getpid()),
            "ready": ready,
            "ports": dict(ports),
            "services": services,
        }
        draft = self.path.with_suffix(".new")
        # Services are started concurrently, and each start is recorded.
        with _writing:
            draft.write_text(json.dumps(state, indent=2))
            draft.replace(self.path)

    def is_running(self) -> bool:
        """Whether the process that wrote the state is still running."""
        state = self.read()
        return bool(state.get("services")) and is_same_process(int(state["pid"]), float(state["created"]))

    def kill_leftovers(self) -> None:
        """Kill the processes that a killed stack has left behind. Call with the lock held."""
        for state in self.read().get("services", {}).values():
            if is_same_process(int(state["pid"]), float(state["created"])):
                kill_group(int(state["pid"]))


class Lock:
    """Held by the one process that runs a stack on this folder; freed by the kernel when it dies."""

    def __init__(self, state_file: StateFile) -> None:
        """Take the lock; raises AlreadyRunning, which names the holder."""
        state_file.data.mkdir(parents=True, exist_ok=True)
        self._file = os.open(state_file.data / "stack.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(self._file)
            state = state_file.read()
            port = state.get("ports", {}).get("web")
            raise AlreadyRunning(
                f"Penstock already runs on {state_file.data} (process {state.get('pid', 'unknown')}): "
                f"http://127.0.0.1:{port}. Stop it with Ctrl-C there or `penstock down`."
            ) from None

    def release(self) -> None:
        """Release the lock."""
        os.close(self._file)
