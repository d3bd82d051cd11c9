"""The release bundle: one self-contained jar, the same bytes for the same job and the same jars.

It has our own classes, the job as `penstock/job.json`, and below `lib/` the jars that the job needs. Flink
puts those on the job's class path, so nothing has to be installed on the cluster.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from penstock import registry
from penstock.compiler.script import Script

JOB = "penstock/job.json"
MANIFEST = "META-INF/MANIFEST.MF"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BundleError(Exception):
    """The bundle cannot be made; the text says why."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """A finished bundle: SHA-256 of its content, size in bytes, and path."""

    sha256: str
    size: int
    path: Path


def assemble(
    script: Script,
    own_jars: Sequence[Path],
    connector_jars: Mapping[str, Sequence[Path]],
    user_jars: Sequence[Path],
    out: Path,
) -> Bundle:
    """Write the bundle of `script` to `out`, or into the folder `out` under its own hash.

    The file appears complete or not at all.

    Args:
        script: the job.
        own_jars: the runtime, whose manifest makes the bundle runnable, and the jars that it needs; merged.
        connector_jars: the jars of each connector that the script requires, by its name.
        user_jars: jars with users' functions.
        out: the file to write, or a folder.

    Raises:
        BundleError: For a connector without jars, a missing jar, or two different jars or files of one name.
    """
    libraries = _libraries(script, connector_jars, user_jars)
    folder = out if out.is_dir() else out.parent
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".bundle-", dir=folder) as scratch:
        draft = Path(scratch) / "bundle.jar"
        _write(draft, script, own_jars, libraries)
        with draft.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        path = out / f"{digest}.jar" if out.is_dir() else out
        size = draft.stat().st_size
        draft.replace(path)
    return Bundle(digest, size, path)


def _libraries(
    script: Script, connector_jars: Mapping[str, Sequence[Path]], user_jars: Sequence[Path]
) -> dict[str, Path]:
    missing = [name for name in script.requirements.connectors if not connector_jars.get(name)]
    if missing:
        raise BundleError(f"The job needs connectors that were not given: {', '.join(missing)}.")
    wanted = [jar for name in script.requirements.connectors for jar in connector_jars[name]]
    libraries: dict[str, Path] = {}
    for jar in [*wanted, *user_jars]:
        if not jar.is_file():
            raise BundleError(f"The jar {jar} does not exist.")
        known = libraries.setdefault(jar.name, jar)
        if known != jar and known.read_bytes() != jar.read_bytes():
            raise BundleError(f"Two different jars are named {jar.name}: rename one of them.")
    return dict(sorted(libraries.items()))


def _write(draft: Path, script: Script, own_jars: Sequence[Path], libraries: Mapping[str, Path]) -> None:
    with zipfile.ZipFile(draft, "w") as bundle:
        for name, content in _merge(own_jars):
            bundle.writestr(_entry(name), content)
        bundle.writestr(_entry(JOB), _job(script))
        for name, jar in libraries.items():
            with jar.open("rb") as source, bundle.open(_entry(f"lib/{name}"), "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)


def _job(script: Script) -> str:
    """The script as the runtime reads it: also with the options of connections that are no secrets."""
    known = [name for name in script.requirements.connectors if name in registry.connector_kinds()]
    public = {option for name in known for option in registry.connector(name).public_options}
    return json.dumps({**script.to_dict(), "public_options": sorted(public)}, ensure_ascii=False, indent=1)


def _merge(jars: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The files of several jars by name, the first one's manifest before all others."""
    files: dict[str, bytes] = {}
    for jar in jars:
        for name, content in _read(jar):
            if name == MANIFEST and name in files:
                continue
            if files.setdefault(name, content) != content:
                raise BundleError(f"{jar} has another {name} than the jars before it.")
    if MANIFEST not in files:
        raise BundleError(f"{', '.join(map(str, jars))}: no runnable jar, there is no manifest.")
    # Readers that take a jar as a stream look for the manifest at its beginning.
    yield MANIFEST, files.pop(MANIFEST)
    yield from sorted(files.items())


def _read(jar: Path) -> Iterator[tuple[str, bytes]]:
    if not jar.is_file():
        raise BundleError(f"The jar {jar} does not exist.")
    with zipfile.ZipFile(jar) as source:
        for name in source.namelist():
            if not name.endswith("/"):
                yield name, source.read(name)


def _entry(name: str) -> zipfile.ZipInfo:
    # Stored, not deflated: nearly all of it is compressed already, and no version of zlib shows in the bytes.
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry
