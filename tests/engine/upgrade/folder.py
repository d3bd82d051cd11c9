"""Reads the data folder of an earlier version, see `before_restructure/README.md`."""

import contextlib
import gzip
import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FIXTURE = Path(__file__).parent / "before_restructure"
#: Names of the placeholders in the fixture's texts, written as `{{kafka}}`.
PLACEHOLDERS = ("data", "kafka", "flink-test", "flink-production", "postgres", "postgres-port")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PLACEHOLDER = re.compile(r"\{\{([a-z-]+)\}\}")


def unpack(data: Path) -> None:
    """Copy secrets, packs and savepoints into a new data folder."""
    for name in ("packs", "flink"):
        shutil.copytree(FIXTURE / name, data / name)
    secrets = data / "secrets.json"
    secrets.write_text((FIXTURE / "secrets.json").read_text())
    secrets.chmod(0o600)


def read_text(name: str, values: Mapping[str, str] | None = None) -> str:
    """A file of the fixture, its placeholders replaced by `values`; unchanged without `values`."""
    path = FIXTURE / name
    found = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    return _PLACEHOLDER.sub(lambda name: values[name[1]], found) if values is not None else found


def read_facts(values: Mapping[str, str]) -> dict[str, Any]:
    """Tokens, ids and the submission of the running job."""
    found: dict[str, Any] = json.loads(read_text("facts.json", values))
    return found


def read_answers(values: Mapping[str, str]) -> dict[str, Any]:
    """The API's answers when the fixture was made, by path."""
    found: dict[str, Any] = json.loads(read_text("answers.json.gz", values))
    return found


@cache
def read_rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table in the dump: JSON columns as values, all others as text."""
    lines = iter(read_text("database.sql.gz").split("\n"))
    head = f"COPY public.{table} ("
    columns = next(line for line in lines if line.startswith(head)).removeprefix(head).split(")")[0]
    names = [name.strip('"') for name in columns.split(", ")]
    found: list[dict[str, Any]] = []
    for line in lines:
        if line == "\\.":
            break
        found.append(dict(zip(names, map(_parse_field, line.split("\t")), strict=True)))
    return found


def _parse_field(field: str) -> Any:
    if field == "\\N":
        return None
    escapes = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
    plain = re.sub(r"\\(.)", lambda found: escapes.get(found[1], found[1]), field)
    with contextlib.suppress(json.JSONDecodeError):
        return json.loads(plain) if plain[:1] in {"{", "["} else plain
    return plain


def rebuild_bundle(sha256: str, jars: Path, out: Path) -> Path:
    """Write a bundle of the fixture to `out`, its jars added again, under its old name."""
    libraries = json.loads((FIXTURE / "bundles" / "libraries.json").read_text())[sha256]
    path = out / f"{sha256}.jar"
    out.mkdir(parents=True, exist_ok=True)
    with (
        zipfile.ZipFile(FIXTURE / "bundles" / f"{sha256}.zip") as source,
        zipfile.ZipFile(path, "w") as target,
    ):
        for entry in source.infolist():
            target.writestr(_make_entry(entry.filename), source.read(entry))
        for name in libraries:
            target.writestr(_make_entry(name), _find_jar(Path(name).name, jars).read_bytes())
    if _has_same_jars(libraries, jars):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, "the bundle has other bytes"
    return path


def _make_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _find_jar(name: str, jars: Path) -> Path:
    """The jar of this name below `jars`, else the one of the same artifact."""
    artifact = re.sub(r"-\d.*", "", name)
    found = sorted(jars.rglob(name)) or sorted(jars.rglob(f"{artifact}-[0-9]*.jar"))
    assert found, f"no {artifact} below {jars}: the bundles of the fixture need it"
    return found[0]


def _has_same_jars(libraries: Mapping[str, str], jars: Path) -> bool:
    return all(
        hashlib.sha256(_find_jar(Path(name).name, jars).read_bytes()).hexdigest() == sha256
        for name, sha256 in libraries.items()
    )
