"""The jars of connectors: what each `connectors/<name>/jars.toml` lists, copied by Maven and verified."""

import hashlib
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from steps import Step, StepFailed

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


@dataclass(frozen=True)
class Jar:
    """One jar of a technology (`kafka`), by its Maven coordinates, with the hash that it must have."""

    technology: str
    group: str
    artifact: str
    version: str
    sha256: str

    @property
    def file(self) -> str:
        """Its path below the engine's folder of jars."""
        return f"{self.technology}/{self.artifact}-{self.version}.jar"


def read(files: Iterable[Path], engine: str) -> list[Jar]:
    """The jars that these `jars.toml` list for an engine such as `flink-1.20`."""
    found = []
    for path in sorted(files):
        for coordinates, sha256 in tomllib.loads(path.read_text()).get(engine, {}).items():
            group, artifact, version = coordinates.split(":")
            found.append(Jar(path.parent.name, group, artifact, version, sha256))
    return found


def step(engine: str, files: Iterable[Path], folder: Path, pom: Path) -> Step:
    """Fill `folder` with a folder for each technology; folders that no `jars.toml` names any more go away.

    Args:
        engine: the table of `jars.toml` to read, such as `flink-1.20`.
        files: every `jars.toml`.
        folder: the engine's folder of jars.
        pom: where the file for Maven is written.
    """
    inputs = sorted(files)
    jars = read(inputs, engine)
    fresh = folder.with_name(f"{folder.name}.new")
    items = [
        _ITEM.format(
            group=escape(jar.group),
            artifact=escape(jar.artifact),
            version=escape(jar.version),
            folder=escape(str(fresh / jar.technology)),
        )
        for jar in jars
    ]
    pom.parent.mkdir(parents=True, exist_ok=True)
    pom.write_text(_POM.format(items="\n".join(items)))

    def install() -> None:
        for jar in jars:
            _verify(jar, fresh / jar.file)
        _replace(folder, fresh)

    return Step(
        name=f"jars-{engine}",
        what=f"connectors of {engine}",
        inputs=inputs,
        outputs=[folder / jar.file for jar in jars],
        commands=[
            ["rm", "-rf", str(fresh)],
            ["mvn", "-q", "-B", "-f", str(pom), "dependency:copy"],
        ],
        action=install,
        attempts=2,
    )


def _verify(jar: Jar, path: Path) -> None:
    if hashlib.sha256(path.read_bytes()).hexdigest() != jar.sha256:
        raise StepFailed(
            f"{jar.group}:{jar.artifact}:{jar.version} does not have the hash in"
            f" connectors/{jar.technology}/jars.toml: it was changed on its way, or the list is wrong."
        )


def _replace(folder: Path, fresh: Path) -> None:
    """Swap the technologies' folders; jars that the build of `platform/jvm` put there stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_dir():
            shutil.rmtree(old)
        elif not old.name.startswith("penstock-"):
            old.unlink()
    for new in fresh.iterdir():
        new.rename(folder / new.name)
    fresh.rmdir()
