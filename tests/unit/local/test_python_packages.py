"""A virtual environment from a lock, by the real uv and the real pip, without a network."""

import base64
import hashlib
import subprocess
import zipfile
from pathlib import Path

import pytest

from penstock.local.errors import LocalError
from penstock.local.programs import Installation
from penstock.local.python_packages import create_venv, is_current

METADATA = "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
FILES = {
    "tiny.py": "def main(): print('tiny')\n",
    "tiny-1.0.dist-info/METADATA": METADATA,
    "tiny-1.0.dist-info/WHEEL": WHEEL,
    "tiny-1.0.dist-info/entry_points.txt": "[console_scripts]\ntiny = tiny:main\n",
}


@pytest.fixture
def lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lock of one package, whose wheel is in a folder that uv and pip look at."""
    wheel = tmp_path / "wheels" / "tiny-1.0-py3-none-any.whl"
    wheel.parent.mkdir()
    with zipfile.ZipFile(wheel, "w") as file:
        for name, text in FILES.items():
            file.writestr(name, text)
        file.writestr("tiny-1.0.dist-info/RECORD", "".join(map(describe_file, FILES)))
    for tool in ("UV", "PIP"):
        monkeypatch.setenv(f"{tool}_NO_INDEX", "1")
        monkeypatch.setenv(f"{tool}_FIND_LINKS", str(wheel.parent))
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "cache"))
    return write_lock(tmp_path, hashlib.sha256(wheel.read_bytes()).hexdigest())


def describe_file(name: str) -> str:
    """A line of a wheel's RECORD."""
    digest = base64.urlsafe_b64encode(hashlib.sha256(FILES[name].encode()).digest()).decode().rstrip("=")
    return f"{name},sha256={digest},{len(FILES[name])}\n"


def write_lock(folder: Path, sha256: str) -> Path:
    lock = folder / "requirements.txt"
    lock.write_text(f"tiny==1.0 \\\n    --hash=sha256:{sha256}\n")
    return lock


@pytest.fixture
def uv(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Installation.default().home / 'tools' / 'bin'}:/usr/bin:/bin")


def check(tmp_path: Path, lock: Path) -> Path:
    """Create the environment, move it, and use it; returns its new place."""
    create_venv(tmp_path / "new", lock)
    venv = (tmp_path / "new").rename(tmp_path / "venv")
    run = subprocess.run(
        [str(venv / "bin" / "python"), "-c", "import tiny; tiny.main()"], capture_output=True
    )
    assert run.stdout == b"tiny\n", run.stderr
    assert is_current(venv, lock)
    return venv


@pytest.mark.usefixtures("uv")
def test_uv_makes_an_environment_that_may_be_moved(tmp_path: Path, lock: Path) -> None:
    venv = check(tmp_path, lock)
    assert subprocess.run([str(venv / "bin" / "tiny")], capture_output=True).stdout == b"tiny\n"
    module = next(venv.glob("lib/*/site-packages/tiny.py"))
    module.unlink()
    module.write_text("def main(): ...\n")
    assert not is_current(venv, lock)


def test_pip_makes_one_where_there_is_no_uv(
    tmp_path: Path, lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    venv = check(tmp_path, lock)
    assert {path.name for path in (venv / "bin").iterdir()} == {"python", "python3", "python3.11"}
    assert not is_current(venv, write_lock(tmp_path, "0" * 64))


@pytest.mark.usefixtures("uv")
def test_a_package_with_another_hash_is_refused(tmp_path: Path, lock: Path) -> None:
    with pytest.raises(LocalError, match=r"a downloaded file does not have the hash that Penstock lists"):
        create_venv(tmp_path / "new", write_lock(tmp_path, "0" * 64))


@pytest.mark.usefixtures("uv", "lock")
@pytest.mark.parametrize("offline", [True, False])
def test_without_a_network_that_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, offline: bool
) -> None:
    for name in ("UV_NO_INDEX", "UV_FIND_LINKS"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("UV_DEFAULT_INDEX", "http://127.0.0.1:9/simple")
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    if offline:
        monkeypatch.setenv("UV_OFFLINE", "1")
    with pytest.raises(LocalError, match=r"could not be downloaded\. Check the network.*UV_DEFAULT_INDEX"):
        create_venv(tmp_path / "new", write_lock(tmp_path, "0" * 64))
