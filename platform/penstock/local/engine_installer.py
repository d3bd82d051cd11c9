"""Installs a Flink version into an engine folder: locked Python packages, connectors, Penstock's jars.

Each part is completed beside its place and then moved there, so an interrupted or failed installation leaves
the engine as it was. A repeated run keeps what is complete and has the right hashes.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from penstock.distribution import PACKAGE, find_engine_files
from penstock.flink.installation import Engine
from penstock.flink.versions import EngineError
from penstock.local import connector_jars, python_packages
from penstock.local.errors import LocalError
from penstock.local.install_command import run_install_command

_MIRROR = "a mirror in the `settings.xml` of Maven"


def install_engine(version: str, home: Path, on_progress: Callable[[str], None] = lambda _: None) -> None:
    """Install Flink `version` (`1.20`) below `home`; repeat it to repair or to update an installation.

    Python packages come through uv (if it is on the PATH) or pip, jars through Maven, each with the
    configuration that these programs have on this machine.

    Args:
        version: a version that this wheel has a lock for.
        home: the engine folder, PENSTOCK_HOME of the processes that use it.
        on_progress: receives a line before each step.

    Raises:
        LocalError: The version is unknown, the folder cannot be written, another installation runs, a program
            is missing or failed, there is no network, or a hash is wrong.
    """
    files = _find_files(version)
    engine = Engine(version, home)
    try:
        with _lock(engine):
            _install_packages(engine, files / "requirements.txt", on_progress)
            _install_jars(engine, sorted(files.glob("*.jar")), on_progress)
        engine.planner_classpath()
    except OSError as error:
        raise LocalError(
            f"Flink {version} cannot be installed in {home}: {error.strerror} ({error.filename})."
            " Name a folder that you may write to by --home or PENSTOCK_HOME."
        ) from error
    except EngineError as error:
        raise LocalError(f"The installation is incomplete: {error}") from error


def _find_files(version: str) -> Path:
    """The wheel's files for this version."""
    files = find_engine_files(f"flink-{version}")
    if (files / "requirements.txt").exists():
        return files
    known = sorted(path.name.removeprefix("flink-") for path in files.parent.glob("flink-*"))
    raise LocalError(
        f"This installation has no files for Flink {version}: "
        + (f"there are {', '.join(known)}." if known else "in a source checkout use `make install`.")
    )


@contextmanager
def _lock(engine: Engine) -> Iterator[None]:
    engine.folder.mkdir(parents=True, exist_ok=True)
    with (engine.folder / "install.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise LocalError(
                f"Another process is installing Flink {engine.version} into {engine.home}. Wait for it."
            ) from None
        yield


def _install_packages(engine: Engine, lock: Path, on_progress: Callable[[str], None]) -> None:
    venv = engine.folder / "venv"
    if python_packages.is_current(venv, lock):
        on_progress(f"Flink {engine.version} and its Python packages are installed already")
        return
    on_progress(f"Installing Flink {engine.version} and its Python packages")
    shutil.rmtree(engine.unfinished_venv, ignore_errors=True)
    python_packages.create_venv(engine.unfinished_venv, lock)
    _swap(engine.unfinished_venv, venv)


def _install_jars(engine: Engine, own: list[Path], on_progress: Callable[[str], None]) -> None:
    name, staged = engine.jars.name, engine.jars.with_name(f"{engine.jars.name}.new")
    jars = connector_jars.read_jars((PACKAGE / "connectors").glob("*/jars.toml"), name)
    missing = connector_jars.stage_jars(jars, engine.jars, staged)
    on_progress(f"Fetching {len(missing)} of {len(jars)} jars of connectors")
    if missing:
        command = connector_jars.write_pom(missing, staged, engine.home / "poms" / f"{name}.xml")
        run_install_command(command, what="Jars of connectors", mirror=_MIRROR)
    try:
        connector_jars.verify_jars(missing, staged)
    except connector_jars.JarMismatchError as error:
        raise LocalError(f"{error} The installed jars stay as they were.") from None
    for jar in own:
        # A new time of change tells running planners to start again.
        shutil.copyfile(jar, staged / jar.name)
    _swap(staged, engine.jars)


def _swap(new: Path, place: Path) -> None:
    """Move the folder `new` to `place`."""
    old = place.with_name(f"{place.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if place.exists():
        place.rename(old)
    new.rename(place)
    shutil.rmtree(old, ignore_errors=True)
