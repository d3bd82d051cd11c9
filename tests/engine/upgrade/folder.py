"""Unpacks the data folder of an earlier Penstock, see `before_restructure/README.md`."""

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

KEPT = Path(__file__).parent / "before_restructure"
#: What stands for an address or a path in the kept texts.
PLACES = ("data", "kafka", "flink-test", "flink-production", "postgres", "postgres-port")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_TOKEN = re.compile(r"\{\{([a-z-]+)\}\}")


def unpack(data: Path) -> None:
    """Lay out secrets, packs and savepoints in a new data folder."""
    for name in ("packs", "flink"):
        shutil.copytree(KEPT / name, data / name)
    secrets = data / "secrets.json"
    secrets.write_text((KEPT / "secrets.json").read_text())
    secrets.chmod(0o600)


def text(name: str, places: Mapping[str, str] | None = None) -> str:
    """A kept text with today's places put in; without places as it was kept."""
    path = KEPT / name
    found = gzip.decompress(path.read_bytes()).decode() if path.suffix == ".gz" else path.read_text()
    return _TOKEN.sub(lambda token: places[token[1]], found) if places is not None else found


def facts(places: Mapping[str, str]) -> dict[str, Any]:
    """Tokens, ids and the submission of the running job."""
    found: dict[str, Any] = json.loads(text("facts.json", places))
    return found


def answers(places: Mapping[str, str]) -> dict[str, Any]:
    """What the API answered then, by path."""
    found: dict[str, Any] = json.loads(text("answers.json.gz", places))
    return found


@cache
def rows(table: str) -> list[dict[str, Any]]:
    """The rows of a table in the dump: JSON columns as values, all others as text."""
    lines = iter(text("database.sql.gz").split("\n"))
    head = f"COPY public.{table} ("
    columns = next(line for line in lines if line.startswith(head)).removeprefix(head).split(")")[0]
    names = [name.strip('"') for name in columns.split(", ")]
    found: list[dict[str, Any]] = []
    for line in lines:
        if line == "\\.":
            break
        found.append(dict(zip(names, map(_value, line.split("\t")), strict=True)))
    return found


def _value(field: str) -> Any:
    if field == "\\N":
        return None
    escapes = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
    plain = re.sub(r"\\(.)", lambda found: escapes.get(found[1], found[1]), field)
    with contextlib.suppress(json.JSONDecodeError):
        return json.loads(plain) if plain[:1] in {"{", "["} else plain
    return plain


def bundle(sha256: str, jars: Path, out: Path) -> Path:
    """A bundle of then with its jars put back, under the name that it had."""
    libraries = json.loads((KEPT / "bundles" / "libraries.json").read_text())[sha256]
    path = out / f"{sha256}.jar"
    out.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(KEPT / "bundles" / f"{sha256}.zip") as kept, zipfile.ZipFile(path, "w") as made:
        for entry in kept.infolist():
            made.writestr(_entry(entry.filename), kept.read(entry))
        for name in libraries:
            made.writestr(_entry(name), _installed(Path(name).name, jars).read_bytes())
    if _same_jars(libraries, jars):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256, "the kept bundle is not what it was"
    return path


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _installed(name: str, jars: Path) -> Path:
    """The jar of this name below `jars`, else the one of the same artifact."""
    artifact = re.sub(r"-\d.*", "", name)
    found = sorted(jars.rglob(name)) or sorted(jars.rglob(f"{artifact}-[0-9]*.jar"))
    assert found, f"no {artifact} below {jars}: the kept bundles hold one"
    return found[0]


def _same_jars(libraries: Mapping[str, str], jars: Path) -> bool:
    return all(
        hashlib.sha256(_installed(Path(name).name, jars).read_bytes()).hexdigest() == sha256
        for name, sha256 in libraries.items()
    )
