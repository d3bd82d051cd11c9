"""The installer's lists of jars: what they say of this source tree, and what is refused."""

import hashlib
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]
LISTS = sorted((ROOT / "platform/penstock/connectors").glob("*/jars.toml"))


@pytest.fixture
def jars(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import connector_jars

    yield connector_jars
    for name in ("connector_jars", "steps"):
        sys.modules.pop(name, None)


def test_one_file_name_is_one_jar(jars: ModuleType) -> None:
    hashes: dict[str, set[str]] = defaultdict(set)
    found = jars.read(LISTS, "flink-1.20")
    for jar in found:
        hashes[f"{jar.artifact}-{jar.version}"].add(jar.sha256)
        assert len(jar.sha256) == 64
    assert {jar.technology for jar in found} == {path.parent.name for path in LISTS}
    assert [name for name, known in hashes.items() if len(known) > 1] == []


def listed(folder: Path, content: bytes) -> Path:
    path = folder / "connectors" / "redis" / "jars.toml"
    path.parent.mkdir(parents=True)
    sha256 = hashlib.sha256(content).hexdigest()
    path.write_text(f'["flink-1.20"]\n"org.example:redis:1.0" = "{sha256}"\n["flink-2.2"]\n')
    return path


def downloaded(folder: Path, content: bytes) -> Path:
    jar = folder / "jars.new" / "redis" / "redis-1.0.jar"
    jar.parent.mkdir(parents=True)
    jar.write_bytes(content)
    return jar


def test_a_jar_with_another_hash_is_refused(jars: ModuleType, tmp_path: Path) -> None:
    step = jars.step("flink-1.20", [listed(tmp_path, b"good")], tmp_path / "jars", tmp_path / "pom.xml")
    downloaded(tmp_path, b"bad")
    with pytest.raises(jars.StepFailed, match=r"org\.example:redis:1\.0 does not have the hash"):
        step.action()
    assert not (tmp_path / "jars").exists()


def test_folders_are_replaced_and_our_own_jars_stay(jars: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "jars"
    (folder / "gone").mkdir(parents=True)
    for name in ("penstock-runtime.jar", "loose.jar", "gone/old.jar"):
        (folder / name).touch()
    step = jars.step("flink-1.20", [listed(tmp_path, b"good")], folder, tmp_path / "pom.xml")
    downloaded(tmp_path, b"good")
    step.action()
    left = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.jar"))
    assert left == ["penstock-runtime.jar", "redis/redis-1.0.jar"]
    assert step.outputs == [folder / "redis" / "redis-1.0.jar"]
