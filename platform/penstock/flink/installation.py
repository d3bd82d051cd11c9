"""The Flink engines that are installed here: where their parts are, and whether they may be used."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from penstock.distribution import CHECKOUT, default_home
from penstock.flink.versions import EngineError, require_safe

_OWN = "penstock-connector-"


@dataclass(frozen=True)
class Engine:
    """One engine version (`1.20`) below the home folder. Nothing is read until a property is used."""

    version: str
    home: Path = field(default_factory=default_home)

    @property
    def folder(self) -> Path:
        """The engine's own folder, with its virtual environment."""
        return self.home / "engines" / f"flink-{self.version}"

    @property
    def unfinished_venv(self) -> Path:
        """Where `penstock engine install` builds the virtual environment before it is moved into place."""
        return self.folder / "venv.new"

    @property
    def remedy(self) -> str:
        """What to do if a part is missing: the command that installs engines here, as a sentence."""
        if CHECKOUT:
            return "Run `make install`."
        home = "" if self.home == default_home() else f" --home {self.home}"
        return f"Run `penstock engine install {self.version}{home}`."

    @property
    def flink_home(self) -> Path:
        """The Flink distribution.

        Raises:
            EngineError: The engine is not installed.
        """
        found = sorted((self.folder / "venv").glob("lib/python3*/site-packages/pyflink"))
        if found:
            return found[0]
        if self.unfinished_venv.exists():
            raise EngineError(
                f"The installation of Flink {self.version} in {self.folder} is not complete: it still runs"
                f" or was interrupted. {self.remedy}"
            )
        raise EngineError(f"Flink {self.version} is not installed in {self.folder}. {self.remedy}")

    @property
    def jars(self) -> Path:
        """The folder of connectors, drivers and Penstock's own jars."""
        return self.home / "jars" / f"flink-{self.version}"

    @property
    def bundle_jars(self) -> list[Path]:
        """Our own jars that every bundle merges; the first one has the manifest.

        Raises:
            EngineError: One of them is missing.
        """
        return [self._own(f"penstock-{name}.jar") for name in ("runtime", "sdk")]

    @property
    def patch_level(self) -> str:
        """The exact version, such as `1.20.5`.

        Raises:
            EngineError: The engine is not installed, or is of a version that must not be used.
        """
        found = [
            match[1]
            for jar in sorted((self.flink_home / "lib").glob("flink-dist*.jar"))
            if (match := re.search(r"-(\d+\.\d+\.\d+)\.jar$", jar.name))
        ]
        if not found:
            raise EngineError(f"{self.flink_home} holds no Flink distribution. {self.remedy}")
        require_safe(self.version, found[0])
        return found[0]

    def connector_jars(self, technology: str) -> list[Path]:
        """The jars of a technology such as `kafka` or `mysql`.

        Those that its `jars.toml` lists, and our own where it needs some code
        (`platform/jvm/connectors/<technology>`).

        Raises:
            EngineError: Nothing is installed under that name; the text lists what is.
        """
        found = sorted((self.jars / technology).glob("*.jar"))
        own = self.jars / f"{_OWN}{technology}.jar"
        if own.exists():
            found.append(own)
        if not found:
            known = {jar.parent.name for jar in self.jars.glob("*/*.jar")}
            known |= {jar.stem.removeprefix(_OWN) for jar in self.jars.glob(f"{_OWN}*.jar")}
            raise EngineError(
                f"Flink {self.version} has no connector '{technology}' in {self.jars}"
                f" (it has: {', '.join(sorted(known)) or 'none'}). {self.remedy}"
            )
        return found

    def connectors(self, names: Iterable[str]) -> dict[str, list[Path]]:
        """The jars of each of `names`, as `penstock.flink.bundle.assemble` takes them."""
        return {name: self.connector_jars(name) for name in names}

    def planner_classpath(self) -> list[Path]:
        """What the planner's process runs on: the distribution, every connector, and the planner itself.

        Raises:
            EngineError: The engine is not installed, or a jar is missing.
        """
        distribution = [
            jar
            for jar in sorted((self.flink_home / "lib").glob("*.jar"))
            if not jar.name.startswith("flink-table-planner-loader")
        ]
        own = [self._own(f"penstock-{name}.jar") for name in ("planner", "testbench", "shim", "sdk")]
        # Two technologies may list the same jar: the class path takes it once.
        connectors = {jar.name: jar for jar in sorted(self.jars.glob("*/*.jar"))}
        own_connectors = sorted(self.jars.glob(f"{_OWN}*.jar"))
        return [*own, *distribution, self._planner(), *connectors.values(), *own_connectors]

    def _own(self, name: str) -> Path:
        jar = self.jars / name
        if not jar.exists():
            raise EngineError(f"{name} is missing in {self.jars}. {self.remedy}")
        return jar

    def _planner(self) -> Path:
        """Flink's planner outside its loader: the check links with it, and no copy is made at each start."""
        target = self.folder / "planner" / f"flink-table-planner-{self.patch_level}.jar"
        if target.exists():
            return target
        loaders = sorted((self.flink_home / "lib").glob("flink-table-planner-loader-*.jar"))
        if not loaders:
            raise EngineError(f"{self.flink_home} holds no planner. {self.remedy}")
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder, zipfile.ZipFile(loaders[0]) as loader:
            Path(loader.extract("flink-table-planner.jar", folder)).replace(target)
        return target


def java() -> Path:
    """The `java` program: of JAVA_HOME, else the first on the path.

    Raises:
        EngineError: There is none.
    """
    named = os.environ.get("JAVA_HOME")
    if named and (Path(named) / "bin" / "java").exists():
        return Path(named) / "bin" / "java"
    found = shutil.which("java")
    if not found:
        raise EngineError("No Java was found. Install a JDK 17 and put it on the PATH or in JAVA_HOME.")
    return Path(found)
