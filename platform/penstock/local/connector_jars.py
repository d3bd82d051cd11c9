"""The jars that `connectors/<technology>/jars.toml` list. Standard library only, for scripts/install.py."""

import hashlib
import os
import shutil
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>io.penstock.engines</groupId>
  <artifactId>connector-jars</artifactId>
  <version>0</version>
  <packaging>pom</packaging>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId>
    <artifactId>maven-dependency-plugin</artifactId>
    <version>3.8.1</version>
    <configuration><artifactItems>
{items}
    </artifactItems></configuration>
  </plugin></plugins></build>
</project>
"""
_ITEM = (
    "      <artifactItem><groupId>{group}</groupId><artifactId>{artifact}</artifactId>"
    "<version>{version}</version><outputDirectory>{folder}</outputDirectory></artifactItem>"
)


class JarMismatchError(Exception):
    """A jar does not have the listed hash; the text names it."""


@dataclass(frozen=True)
class Jar:
    """One jar of a technology (`kafka`): its Maven coordinates, and its SHA-256."""

    technology: str
    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file(self) -> str:
        """Its path in the engine's folder of jars."""
        return f"{self.technology}/{self.artifact}-{self.version}.jar"


def read_jars(files: Iterable[Path], engine: str) -> list[Jar]:
    """Read the jars that these `jars.toml` list for an engine such as `flink-1.20`."""
    found = []
    for path in sorted(files):
        for coordinates, sha256 in tomllib.loads(path.read_text()).get(engine, {}).items():
            group, artifact, version = coordinates.split(":")
            found.append(Jar(path.parent.name, group, artifact, version, sha256))
    return found


def write_pom(jars: Sequence[Jar], target: Path, pom: Path) -> list[str]:
    """Write a Maven project that copies the jars below `target`.

    Returns:
        The command that runs it.
    """
    items = [
        _ITEM.format(
            group=escape(jar.group),
            artifact=escape(jar.artifact),
            version=escape(jar.version),
            folder=escape(str(target / jar.technology)),
        )
        for jar in jars
    ]
    pom.parent.mkdir(parents=True, exist_ok=True)
    pom.write_text(_POM.format(items="\n".join(items)))
    return ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy"]


def stage_jars(jars: Sequence[Jar], installed: Path, staged: Path) -> list[Jar]:
    """Leave exactly those of `jars` in the folder `staged` that are there or installed with the right hash.

    Returns:
        The missing ones, which are to be fetched.
    """
    wanted = {jar.file: jar for jar in jars}
    for path in sorted(staged.rglob("*.jar")):
        jar = wanted.get(str(path.relative_to(staged)))
        if jar is None or not has_hash(jar, staged):
            path.unlink()
    for jar in jars:
        target = staged / jar.file
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() and has_hash(jar, installed):
            os.link(installed / jar.file, target)
    return [jar for jar in jars if not (staged / jar.file).exists()]


def verify_jars(jars: Iterable[Jar], folder: Path) -> None:
    """Compare the jars' hashes.

    Raises:
        JarMismatchError: a jar is missing or has another hash.
    """
    for jar in jars:
        if not has_hash(jar, folder):
            raise JarMismatchError(
                f"{jar.group}:{jar.artifact}:{jar.version} does not have the hash in "
                f"connectors/{jar.technology}/jars.toml: the download is not the listed file."
            )


def has_hash(jar: Jar, folder: Path) -> bool:
    """Whether the jar is in the folder and is the listed file."""
    path = folder / jar.file
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == jar.sha256


def replace_jars(jars: Sequence[Jar], fetched: Path, folder: Path) -> None:
    """Verify the jars below `fetched`, then swap them into `folder`. Penstock's own jars there stay.

    Raises:
        JarMismatchError: A jar has another hash; nothing is replaced.
    """
    verify_jars(jars, fetched)
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
        elif not old.name.startswith("penstock-"):
            old.unlink()
    for new in fetched.iterdir():
        new.rename(folder / new.name)
    fetched.rmdir()
