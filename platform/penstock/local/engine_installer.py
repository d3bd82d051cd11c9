"""Installs a Flink version into an engine folder: locked Python packages, connectors, Penstock's jars."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from penstock.distribution import PACKAGE, find_engine_files
from penstock.flink.installation import Engine
from penstock.flink.versions import EngineError
from penstock.local import connector_jars
from penstock.local.errors import LocalError

_STEP_TIMEOUT = 1800.0


def install_engine(version: str, home: Path, on_progress: Callable[[str], None] = lambda _: None) -> None:
    """Install Flink `version` (`1.20`) below `home`; repeat it to repair or to update an installation.

    Python packages come through uv (if it is on the PATH) or pip, jars through Maven, both with the
    configuration that these programs have on this machine.

    Args:
        version: a version that this wheel has a lock for.
        home: the engine folder, PENSTOCK_HOME of the processes that use it.
        on_progress: receives a line before each step.

    Raises:
        LocalError: the version is unknown, a program is missing or failed, or a hash is wrong.
    """
    name = f"flink-{version}"
    files = find_engine_files(name)
    if not (files / "requirements.txt").exists():
        known = sorted(path.name.removeprefix("flink-") for path in files.parent.glob("flink-*"))
        raise LocalError(
            f"This installation has no files for Flink {version}: "
            + (f"there are {', '.join(known)}." if known else "in a source checkout use `make install`.")
        )
    engine = Engine(version, home)
    on_progress(f"Installing Flink {version} and its Python packages")
    _install_packages(files / "requirements.txt", engine.folder / "venv")
    on_progress("Fetching the jars of connectors")
    _install_connectors(name, engine.jars, home / "poms" / f"{name}.xml")
    for jar in sorted(files.glob("*.jar")):
        shutil.copyfile(jar, engine.jars / jar.name)
    try:
        engine.planner_classpath()
    except EngineError as error:
        raise LocalError(f"The installation is incomplete: {error}") from error


def _install_packages(lock: Path, venv: Path) -> None:
    python = str(venv / "bin" / "python")
    if uv := shutil.which("uv"):
        # The interpreter is the one that runs Penstock; none is downloaded.
        env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
        env.pop("VIRTUAL_ENV", None)
        _call([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(venv)], env)
        _call([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(lock)], env)
    else:
        _call([sys.executable, "-m", "venv", str(venv)])
        _call([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)])


def _install_connectors(engine: str, folder: Path, pom: Path) -> None:
    jars = connector_jars.read_jars((PACKAGE / "connectors").glob("*/jars.toml"), engine)
    fetched = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fetched, ignore_errors=True)
    fetched.mkdir(parents=True)
    if jars:
        _call(connector_jars.write_pom(jars, fetched, pom))
    try:
        connector_jars.replace_jars(jars, fetched, folder)
    except connector_jars.JarMismatchError as error:
        raise LocalError(str(error)) from None


def _call(command: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    try:
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, timeout=_STEP_TIMEOUT, check=False
        )
    except FileNotFoundError:
        raise LocalError(f"{command[0]} was not found on the PATH. Install it and try again.") from None
    except subprocess.TimeoutExpired:
        raise LocalError(f"`{' '.join(command)}` took longer than {_STEP_TIMEOUT:.0f} s.") from None
    if done.returncode != 0:
        output = (done.stderr or done.stdout).strip()[-3000:]
        raise LocalError(f"`{' '.join(command)}` failed:\n{output}")
