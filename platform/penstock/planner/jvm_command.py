"""The command of a planner's process: the JVM on an engine's jars, in a sandbox unless it needs a network."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

import psutil

from penstock.flink.installation import Engine, java
from penstock.planner import sandbox

_FOLDER = "penstock-planner"


def make_folder() -> Path:
    """A new folder for the files of one process. Those of owners that were killed are removed."""
    parent = Path(tempfile.gettempdir())
    for old in parent.glob(f"{_FOLDER}-*-*"):
        owner = old.name.split("-")[2]
        with contextlib.suppress(psutil.Error):
            if owner.isdigit() and not psutil.pid_exists(int(owner)):
                shutil.rmtree(old, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{_FOLDER}-{os.getpid()}-", dir=parent))


def build_command(
    engine: Engine, heap_mb: int, folder: Path, *, sandboxed: bool, options: tuple[str, ...] = ()
) -> list[str]:
    """The program and its arguments.

    Args:
        engine: The installation of Flink.
        heap_mb: Largest heap of the JVM, in MiB.
        folder: The only folder in which it may write, with `sandboxed`.
        sandboxed: Whether files and connections are forbidden to it, see `penstock.planner.sandbox`.
        options: Further options of the JVM.

    Raises:
        EngineError: The engine or Java is not installed.
    """
    jars = engine.planner_classpath()
    program = java().resolve()
    command = [
        str(program),
        f"-Xmx{heap_mb}m",
        "-XX:MaxMetaspaceSize=512m",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:+DisplayVMOutputToStderr",
        "-XX:+UseSerialGC",
        # Requests are short: the second compiler costs more time and memory than it saves.
        "-XX:TieredStopAtLevel=1",
        # No files but its own: neither for tools that watch it nor after a crash.
        f"-Djava.io.tmpdir={folder}",
        f"-XX:ErrorFile={folder / 'crash.log'}",
        "-XX:-UsePerfData",
        "-XX:+DisableAttachMechanism",
        # As Flink's own configuration opens them to its processes.
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/java.util=ALL-UNNAMED",
        *options,
        "-cp",
        os.pathsep.join(map(str, jars)),
        "io.penstock.planner.PlannerServer",
    ]
    if not sandboxed:
        return command
    home = program.parent.parent
    spec = {"read": [str(home), *_links_out_of(home), *map(str, jars)], "write": [str(folder)]}
    return [sys.executable, "-I", "-S", str(Path(sandbox.__file__)), json.dumps(spec), "--", *command]


@lru_cache(maxsize=4)
def _links_out_of(home: Path) -> tuple[str, ...]:
    """What the files of a JDK link to elsewhere; Debian keeps its configuration below /etc."""
    targets = {path.resolve() for path in home.rglob("*") if path.is_symlink()}
    return tuple(sorted(str(target) for target in targets if not target.is_relative_to(home)))
