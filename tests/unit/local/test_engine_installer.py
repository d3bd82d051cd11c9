"""`penstock engine install`: what a repeated, failed or interrupted installation leaves, and what it says."""

import base64
import fcntl
import hashlib
import shutil
import zipfile
from pathlib import Path

import pytest

from penstock.flink.installation import Engine
from penstock.local import engine_installer
from penstock.local.engine_installer import install_engine
from penstock.local.errors import LocalError

GOOD, OTHER = b"the connector", b"another file"
JAR = "kafka/kafka-1.0.jar"
#: Stands in for uv: `uv venv … FOLDER` and `uv pip sync … LOCK`, which brings a Flink distribution.
UV = """#!/bin/sh
echo "uv $1" >> {calls}
for last; do :; done
case "$1" in
venv) mkdir -p "$last/bin" && touch "$last/bin/python" ;;
pip) test -z "$FAIL_UV" || {{ echo "$FAIL_UV"; exit 2; }}
  cp -r {packages} "$(dirname "$(dirname "$6")")/lib" ;;
esac
"""
#: Stands in for Maven: copies the listed jar to where the pom says.
MVN = """#!/bin/sh
echo "mvn" >> {calls}
test -z "$FAIL_MVN" || {{ echo "$FAIL_MVN"; exit 1; }}
folder=$(sed -n 's/.*<outputDirectory>\\(.*\\)<\\/outputDirectory>.*/\\1/p' "$4")
test -n "$folder" || exit 9
cp {jar} "$folder/kafka-1.0.jar"
"""


class Machine:
    """A wheel's files, an engine folder, and programs that only pretend to download."""

    def __init__(self, folder: Path) -> None:
        self.home, self.calls, self.jar = folder / "home", folder / "calls", folder / "downloaded.jar"
        self.files = folder / "wheel" / "flink-1.20"
        self.engine = Engine("1.20", self.home)
        self.jar.write_bytes(GOOD)
        self.files.mkdir(parents=True)
        (self.files / "requirements.txt").write_text("apache-flink==1.20.5")
        for name in ("sdk", "runtime", "planner", "testbench", "shim"):
            (self.files / f"penstock-{name}.jar").write_bytes(b"ours")
        toml = folder / "package" / "connectors" / "kafka" / "jars.toml"
        toml.parent.mkdir(parents=True)
        toml.write_text(f'["flink-1.20"]\n"org.example:kafka:1.0" = "{hashlib.sha256(GOOD).hexdigest()}"\n')
        (folder / "bin").mkdir()
        packages = write_distribution(folder / "packages")
        for name, text in (("uv", UV), ("mvn", MVN)):
            program = folder / "bin" / name
            program.write_text(text.format(calls=self.calls, packages=packages, jar=self.jar))
            program.chmod(0o755)

    def install(self) -> list[str]:
        """Install; returns the programs that were called."""
        self.calls.unlink(missing_ok=True)
        install_engine("1.20", self.home)
        return self.calls.read_text().splitlines() if self.calls.exists() else []

    @property
    def flink(self) -> Path:
        """A file of the installed distribution."""
        return self.engine.flink_home / "lib" / "flink-dist-1.20.5.jar"


def write_distribution(folder: Path) -> Path:
    """A `lib` folder with a Python package that holds a Flink distribution."""
    site = folder / "python3.11" / "site-packages"
    lib, info = site / "pyflink" / "lib", site / "apache_flink-1.20.5.dist-info"
    lib.mkdir(parents=True)
    info.mkdir()
    (lib / "flink-dist-1.20.5.jar").write_bytes(b"flink")
    with zipfile.ZipFile(lib / "flink-table-planner-loader-1.20.5.jar", "w") as loader:
        loader.writestr("flink-table-planner.jar", "the planner")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: apache-flink\nVersion: 1.20.5\n")
    lines = []
    for path in lib.iterdir():
        digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).decode().rstrip("=")
        lines.append(f"{path.relative_to(site)},sha256={digest},{path.stat().st_size}\n")
    (info / "RECORD").write_text("".join(lines))
    return folder


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(engine_installer, "PACKAGE", tmp_path / "package")
    monkeypatch.setattr(engine_installer, "find_engine_files", lambda name: machine.files.with_name(name))
    return machine


def test_an_engine_is_installed_and_a_repeated_run_downloads_nothing(machine: Machine) -> None:
    assert machine.install() == ["uv venv", "uv pip", "mvn"]
    assert (machine.engine.jars / JAR).read_bytes() == GOOD
    assert len(machine.engine.planner_classpath()) == 7
    assert machine.install() == []
    left = {path.name for path in (*machine.engine.folder.iterdir(), *machine.engine.jars.parent.iterdir())}
    assert left == {"venv", "planner", "install.lock", "flink-1.20"}


def test_a_repeated_run_repairs_what_is_damaged_and_removes_what_is_not_listed(machine: Machine) -> None:
    machine.install()
    for path in (machine.flink, machine.engine.jars / JAR):
        path.unlink()
        path.write_bytes(OTHER)
    (machine.engine.jars / "kafka" / "old-1.0.jar").touch()
    (machine.engine.jars / "penstock-runtime.jar").write_bytes(b"of the last version")
    assert machine.install() == ["uv venv", "uv pip", "mvn"]
    assert machine.flink.read_bytes() == b"flink"
    found = {path.name: path.read_bytes() for path in machine.engine.jars.rglob("*.jar")}
    assert (found["kafka-1.0.jar"], found["penstock-runtime.jar"]) == (GOOD, b"ours")
    assert "old-1.0.jar" not in found


def test_another_lock_is_installed(machine: Machine) -> None:
    machine.install()
    (machine.files / "requirements.txt").write_text("apache-flink==1.20.6")
    assert machine.install() == ["uv venv", "uv pip"]


def test_an_interrupted_installation_goes_on(machine: Machine) -> None:
    """Killed while Maven wrote the second of two files, and while uv wrote the new environment."""
    machine.engine.unfinished_venv.mkdir(parents=True)
    staged = machine.engine.jars.with_name("flink-1.20.new")
    (staged / "kafka").mkdir(parents=True)
    (staged / "kafka" / "kafka-1.0.jar").write_bytes(GOOD)
    (staged / "kafka" / "half-1.0.jar").write_bytes(GOOD[:3])
    assert machine.install() == ["uv venv", "uv pip"]
    assert [path.name for path in (machine.engine.jars / "kafka").iterdir()] == ["kafka-1.0.jar"]
    assert machine.engine.planner_classpath()


def test_a_jar_with_another_hash_is_refused_and_the_installed_one_stays(machine: Machine) -> None:
    machine.install()
    machine.jar.write_bytes(OTHER)
    (machine.engine.jars / "penstock-runtime.jar").write_bytes(b"of the last version")
    (machine.engine.jars / JAR).unlink()
    with pytest.raises(LocalError, match=r"org\.example:kafka:1\.0 does not have the hash .* stay as they"):
        machine.install()
    assert (machine.engine.jars / "penstock-runtime.jar").read_bytes() == b"of the last version"
    machine.jar.write_bytes(GOOD)
    assert machine.install() == ["mvn"]


@pytest.mark.parametrize(
    ("program", "output", "says"),
    [
        (
            "FAIL_UV",
            "error: Failed to fetch: `https://…`\n  Caused by: Could not connect, are you offline?",
            r"Python packages of Flink could not be downloaded\. Check the network, .*UV_DEFAULT_INDEX\.",
        ),
        (
            "FAIL_UV",
            "error: Hash mismatch for `apache-flink==1.20.5`",
            r"Python packages of Flink: a downloaded file does not have the hash .* nothing was replaced",
        ),
        (
            "FAIL_MVN",
            "[ERROR] Could not transfer artifact org.example:kafka:pom:1.0: repo: Unknown host",
            r"Jars of connectors could not be downloaded\. .* a mirror in the `settings\.xml` of Maven",
        ),
        (
            "FAIL_MVN",
            "[ERROR] No space left on device",
            r"could not be installed: `mvn .*` failed\.\n\[ERROR\]",
        ),
    ],
)
def test_a_failure_is_a_sentence_and_changes_nothing(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, program: str, output: str, says: str
) -> None:
    machine.install()
    machine.flink.unlink()
    (machine.engine.jars / JAR).unlink()
    monkeypatch.setenv(program, output)
    with pytest.raises(LocalError, match=says) as error:
        machine.install()
    assert output.splitlines()[-1] in str(error.value)
    assert (machine.engine.jars / "penstock-sdk.jar").exists()
    assert machine.engine.flink_home.exists()


def test_without_maven_it_is_named(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    bin_folder = machine.jar.parent / "bin"
    (bin_folder / "mvn").unlink()
    for name in ("sh", "mkdir", "touch", "cp", "dirname"):
        (bin_folder / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(bin_folder))
    with pytest.raises(LocalError, match="`mvn` was not found on the PATH"):
        machine.install()


def test_two_installations_at_once_do_not_mix(machine: Machine) -> None:
    machine.engine.folder.mkdir(parents=True)
    with (machine.engine.folder / "install.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(LocalError, match=r"Another process is installing Flink 1\.20"):
            machine.install()
    assert machine.install()


def test_a_folder_that_cannot_be_written_is_named(machine: Machine) -> None:
    machine.home.write_text("a file")
    with pytest.raises(LocalError, match=r"cannot be installed in .*home: Not a directory .*--home"):
        machine.install()


def test_an_unknown_version_is_refused(machine: Machine) -> None:
    with pytest.raises(LocalError, match=r"no files for Flink 9\.9: there are 1\.20"):
        install_engine("9.9", machine.home)
