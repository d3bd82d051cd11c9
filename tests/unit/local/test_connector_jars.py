"""The lists of connectors' jars: what they say of this source tree, and what is refused."""

import hashlib
from collections import defaultdict
from pathlib import Path

import pytest

from penstock.local.connector_jars import Jar, JarMismatchError, read_jars, replace_jars

LISTS = sorted((Path(__file__).resolve().parents[3] / "platform/penstock/connectors").glob("*/jars.toml"))


def test_one_file_name_is_one_jar() -> None:
    hashes: dict[str, set[str]] = defaultdict(set)
    found = read_jars(LISTS, "flink-1.20")
    for jar in found:
        hashes[f"{jar.artifact}-{jar.version}"].add(jar.sha256)
        assert len(jar.sha256) == 64
    assert {jar.technology for jar in found} == {path.parent.name for path in LISTS}
    assert [name for name, known in hashes.items() if len(known) > 1] == []


@pytest.fixture
def jar(tmp_path: Path) -> Jar:
    """What a list names for one engine."""
    path = tmp_path / "connectors" / "redis" / "jars.toml"
    path.parent.mkdir(parents=True)
    sha256 = hashlib.sha256(b"good").hexdigest()
    path.write_text(f'["flink-1.20"]\n"org.example:redis:1.0" = "{sha256}"\n["flink-2.2"]\n')
    assert read_jars([path], "flink-2.2") == []
    (jar,) = read_jars([path], "flink-1.20")
    return jar


def fetch(folder: Path, jar: Jar, content: bytes) -> Path:
    fetched = folder / "fetched"
    (fetched / jar.technology).mkdir(parents=True)
    (fetched / jar.file).write_bytes(content)
    return fetched


def test_a_jar_with_another_hash_is_refused(jar: Jar, tmp_path: Path) -> None:
    with pytest.raises(JarMismatchError, match=r"org\.example:redis:1\.0 does not have the hash"):
        replace_jars([jar], fetch(tmp_path, jar, b"bad"), tmp_path / "jars")
    assert not (tmp_path / "jars").exists()


def test_folders_are_replaced_and_our_own_jars_stay(jar: Jar, tmp_path: Path) -> None:
    folder = tmp_path / "jars"
    (folder / "gone").mkdir(parents=True)
    for name in ("penstock-runtime.jar", "loose.jar", "gone/old.jar"):
        (folder / name).touch()
    replace_jars([jar], fetch(tmp_path, jar, b"good"), folder)
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.jar"))
    assert left == ["penstock-runtime.jar", "redis/redis-1.0.jar"]
