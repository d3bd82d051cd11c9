"""Which engines may be used, and where their parts are looked for."""

import zipfile
from pathlib import Path

import pytest

from penstock.flink import installation
from penstock.flink.installation import Engine
from penstock.flink.versions import EngineError, require_safe


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An engine 1.20.5 of empty files."""
    lib = tmp_path / "engines/flink-1.20/venv/lib/python3.11/site-packages/pyflink/lib"
    lib.mkdir(parents=True)
    (lib / "flink-dist-1.20.5.jar").touch()
    with zipfile.ZipFile(lib / "flink-table-planner-loader-1.20.5.jar", "w") as loader:
        loader.writestr("flink-table-planner.jar", "the planner")
    jars = tmp_path / "jars/flink-1.20"
    ours = ("sdk", "runtime", "planner", "testbench", "shim", "connector-kafka", "connector-datagen")
    for name in (
        *(f"penstock-{name}.jar" for name in ours),
        "kafka/flink-connector-kafka-1.0.jar",
        "mysql/flink-connector-jdbc-core-1.0.jar",
        "mysql/mysql-connector-j-1.0.jar",
        "postgresql/flink-connector-jdbc-core-1.0.jar",
    ):
        (jars / name).parent.mkdir(parents=True, exist_ok=True)
        (jars / name).touch()
    return tmp_path


@pytest.mark.parametrize("safe", ["1.20.4", "1.20.5", "1.20.11"])
def test_patched_engines_are_accepted(safe: str) -> None:
    require_safe("1.20", safe)


@pytest.mark.parametrize(
    ("version", "patch", "says"),
    [
        ("1.20", "1.20.3", "1.20.4 or a later"),
        ("1.20", "1.20.0-SNAPSHOT", "refused"),
        ("2.2", "2.2.0", "2.2.1 or a later"),
        ("1.20", "1.19.9", "not of the line"),
        ("1.20", "unknown", "not of the line"),
        ("1.18", "1.18.1", "not supported"),
    ],
)
def test_other_engines_are_refused(version: str, patch: str, says: str) -> None:
    with pytest.raises(EngineError, match=says):
        require_safe(version, patch)


def test_an_installed_engine_that_is_too_old_is_refused(home: Path) -> None:
    lib = Engine("1.20", home).flink_home / "lib"
    (lib / "flink-dist-1.20.5.jar").rename(lib / "flink-dist-1.20.2.jar")
    with pytest.raises(EngineError, match=r"1\.20\.2 is refused"):
        Engine("1.20", home).planner_classpath()


def test_connectors_are_found_by_name(home: Path) -> None:
    engine = Engine("1.20", home)
    names = [jar.name for jar in engine.connector_jars("mysql")]
    assert names == ["flink-connector-jdbc-core-1.0.jar", "mysql-connector-j-1.0.jar"]
    assert engine.connector_jars("kafka")[-1].name == "penstock-connector-kafka.jar"
    assert [jar.name for jar in engine.connector_jars("datagen")] == ["penstock-connector-datagen.jar"]
    with pytest.raises(EngineError, match=r"no connector 'nosuch' in .* \(it has: datagen, kafka, my"):
        engine.connector_jars("nosuch")
    for jar in engine.connector_jars("mysql"):
        jar.unlink()
    with pytest.raises(EngineError, match="make install"):
        engine.connector_jars("mysql")


def test_the_planner_runs_without_the_loader(home: Path) -> None:
    names = [jar.name for jar in Engine("1.20", home).planner_classpath()]
    own = [name for name in names if name.startswith("penstock-")]
    expected = ("planner", "testbench", "shim", "sdk", "connector-datagen", "connector-kafka")
    assert own == [f"penstock-{name}.jar" for name in expected]
    assert "flink-table-planner-1.20.5.jar" in names
    assert not [name for name in names if "loader" in name]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("checkout", "default", "remedy"),
    [
        (True, False, "Run `make install`."),
        (False, True, "Run `penstock engine install 1.20`."),
        (False, False, "Run `penstock engine install 1.20 --home {home}`."),
    ],
)
def test_a_missing_engine_is_installed_by_the_command_that_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkout: bool, default: bool, remedy: str
) -> None:
    monkeypatch.setattr(installation, "CHECKOUT", tmp_path if checkout else None)
    monkeypatch.setattr(installation, "default_home", lambda: tmp_path if default else tmp_path / "other")
    engine = Engine("1.20", tmp_path)
    for ask in (
        engine.planner_classpath,
        lambda: engine.bundle_jars,
        lambda: engine.patch_level,
        lambda: engine.connector_jars("kafka"),
    ):
        with pytest.raises(EngineError) as error:
            ask()
        assert str(error.value).endswith(remedy.format(home=tmp_path))


def test_an_interrupted_installation_is_told_from_none(tmp_path: Path) -> None:
    engine = Engine("1.20", tmp_path)
    engine.unfinished_venv.mkdir(parents=True)
    with pytest.raises(EngineError, match=r"Flink 1\.20 in .* is not complete: it still runs or was"):
        engine.planner_classpath()
