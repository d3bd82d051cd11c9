"""The bundle: what is in it, the same bytes twice, and what is refused."""

import json
import os
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from penstock.compiler.script import Requirements, Script, Statement
from penstock.flink.bundle import BundleError, assemble

SCRIPT = Script(
    {"parallelism.default": "1"},
    (Statement("n1", "view", "v", "CREATE TEMPORARY VIEW `v` AS SELECT 'ß'"),),
    Requirements(("kafka", "avro")),
)


@pytest.fixture
def jars(tmp_path: Path) -> Path:
    folder = tmp_path / "jars"
    folder.mkdir()
    with zipfile.ZipFile(folder / "runtime.jar", "w", zipfile.ZIP_DEFLATED) as runtime:
        runtime.writestr("io/penstock/", "")
        runtime.writestr("io/penstock/Main.class", b"\xca\xfe")
        runtime.writestr("META-INF/MANIFEST.MF", "Main-Class: io.penstock.runtime.Main\n")
    with zipfile.ZipFile(folder / "sdk.jar", "w", zipfile.ZIP_DEFLATED) as sdk:
        sdk.writestr("META-INF/MANIFEST.MF", "Created-By: the sdk\n")
        sdk.writestr("io/penstock/Job.class", b"\xca\xff")
    for name in ("kafka", "avro", "user"):
        (folder / f"{name}.jar").write_text(name)
    return folder


def own(jars: Path) -> list[Path]:
    return [jars / "runtime.jar", jars / "sdk.jar"]


def connectors(jars: Path) -> dict[str, list[Path]]:
    return {name: [jars / f"{name}.jar"] for name in ("kafka", "avro")}


def test_it_holds_runtime_job_and_libraries(jars: Path, tmp_path: Path) -> None:
    made = assemble(SCRIPT, own(jars), connectors(jars), [jars / "user.jar"], tmp_path / "job.jar")
    with zipfile.ZipFile(made.path) as bundle:
        assert bundle.namelist() == [
            "META-INF/MANIFEST.MF",
            "io/penstock/Job.class",
            "io/penstock/Main.class",
            "penstock/job.json",
            "lib/avro.jar",
            "lib/kafka.jar",
            "lib/user.jar",
        ]
        job = json.loads(bundle.read("penstock/job.json"))
        assert Script.from_dict(job) == SCRIPT
        assert "properties.bootstrap.servers" in job["public_options"]
        assert not [name for name in job["public_options"] if "password" in name or "jaas" in name]
        assert bundle.read("lib/user.jar") == b"user"
        assert b"io.penstock.runtime.Main" in bundle.read("META-INF/MANIFEST.MF")
    assert made.size == made.path.stat().st_size


def test_a_database_keeps_its_public_options(jars: Path, tmp_path: Path) -> None:
    script = replace(SCRIPT, requirements=Requirements(connectors=("postgresql",)))
    (jars / "postgresql.jar").write_bytes(b"driver")
    made = assemble(script, own(jars), {"postgresql": [jars / "postgresql.jar"]}, (), tmp_path / "j.jar")
    with zipfile.ZipFile(made.path) as bundle:
        assert json.loads(bundle.read("penstock/job.json"))["public_options"] == ["url", "username"]


def test_the_same_job_gives_the_same_bytes(jars: Path, tmp_path: Path) -> None:
    first = assemble(SCRIPT, own(jars), connectors(jars), (), tmp_path / "a.jar")
    for jar in jars.iterdir():
        os.utime(jar, (time.time() + 9999, time.time() + 9999))
    second = assemble(SCRIPT, own(jars), dict(reversed(connectors(jars).items())), (), tmp_path / "b.jar")
    assert first.path.read_bytes() == second.path.read_bytes()
    assert first.sha256 == second.sha256


def test_into_a_folder_it_goes_under_its_hash(jars: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    made = assemble(SCRIPT, own(jars), connectors(jars), (), store)
    again = assemble(SCRIPT, own(jars), connectors(jars), (), store)
    assert made.path == again.path == store / f"{made.sha256}.jar"
    assert list(store.iterdir()) == [made.path], "nothing half-written is left"


def test_a_jar_named_twice_is_held_once(jars: Path, tmp_path: Path) -> None:
    same = [jars / "kafka.jar", jars / "kafka.jar"]
    made = assemble(SCRIPT, own(jars), {**connectors(jars), "kafka": same}, (), tmp_path / "a.jar")
    with zipfile.ZipFile(made.path) as bundle:
        assert bundle.namelist().count("lib/kafka.jar") == 1


def test_what_is_missing_or_ambiguous_is_refused(jars: Path, tmp_path: Path) -> None:
    runtime, out = own(jars), tmp_path / "job.jar"
    other = tmp_path / "kafka.jar"
    other.write_text("another")
    with pytest.raises(BundleError, match="connectors that were not given: avro"):
        assemble(SCRIPT, runtime, {"kafka": [jars / "kafka.jar"]}, (), out)
    with pytest.raises(BundleError, match=r"nosuch\.jar does not exist"):
        assemble(SCRIPT, runtime, connectors(jars), [jars / "nosuch.jar"], out)
    with pytest.raises(BundleError, match=r"Two different jars are named kafka\.jar"):
        assemble(SCRIPT, runtime, connectors(jars), [other], out)
    with zipfile.ZipFile(tmp_path / "clash.jar", "w") as clash:
        clash.writestr("io/penstock/Main.class", b"another")
    with pytest.raises(BundleError, match=r"clash\.jar has another io/penstock/Main\.class"):
        assemble(SCRIPT, [*runtime, tmp_path / "clash.jar"], connectors(jars), (), out)
    with pytest.raises(BundleError, match="there is no manifest"):
        assemble(SCRIPT, [tmp_path / "clash.jar"], connectors(jars), (), out)
    with pytest.raises(BundleError, match="runtime"):
        assemble(SCRIPT, [tmp_path / "runtime.jar"], connectors(jars), (), out)
    assert not out.exists()
    assert not [left for left in tmp_path.iterdir() if left.name.startswith(".bundle")]
