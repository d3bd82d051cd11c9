"""A virtual environment that holds what a lock says, made by uv or else by pip."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import sys
from importlib.metadata import Distribution, PackagePath, distributions
from pathlib import Path

from penstock.local.install_command import run_install_command

_WHAT = "Python packages of Flink"
#: In a complete environment: the hash of the lock that it was made from.
_STAMP = "penstock-lock.sha256"


def create_venv(venv: Path, lock: Path) -> None:
    """Create the environment. It may be moved: nothing in it names its own place.

    Raises:
        LocalError: uv or pip failed, there is no network, or a hash is wrong.
    """
    python = str(venv / "bin" / "python")
    if uv := shutil.which("uv"):
        # The interpreter is the one that runs Penstock; none is downloaded.
        env = {**os.environ, "UV_PYTHON_DOWNLOADS": "never"}
        env.pop("VIRTUAL_ENV", None)
        made = [uv, "venv", "--quiet", "--relocatable", "--python", sys.executable, str(venv)]
        sync = [uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(lock)]
        for command in (made, sync):
            run_install_command(command, what=_WHAT, mirror="UV_DEFAULT_INDEX", env=env)
    else:
        env = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
        made = [sys.executable, "-m", "venv", str(venv)]
        sync = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(lock)]
        for command in (made, sync):
            run_install_command(command, what=_WHAT, mirror="PIP_INDEX_URL", env=env)
        # pip writes the environment's place into programs. Penstock runs none of them.
        for program in (venv / "bin").iterdir():
            if not program.name.startswith("python"):
                program.unlink()
    (venv / _STAMP).write_text(_hash_lock(lock))


def is_current(venv: Path, lock: Path) -> bool:
    """Whether the environment was made from this lock by `create_venv`, and every file has its hash."""
    stamp = venv / _STAMP
    if not stamp.exists() or stamp.read_text() != _hash_lock(lock):
        return False
    folders = [str(path) for path in venv.glob("lib/python3*/site-packages")]
    return bool(folders) and all(map(_is_intact, distributions(path=folders)))


def _is_intact(package: Distribution) -> bool:
    return all(map(_has_hash, package.files or ()))


def _has_hash(file: PackagePath) -> bool:
    """Whether a file is as its wheel brought it; programs outside of the packages don't count."""
    if file.hash is None or file.hash.mode != "sha256" or ".." in file.parts:
        return True
    try:
        found = hashlib.sha256(Path(str(file.locate())).read_bytes()).digest()
    except OSError:
        return False
    return base64.urlsafe_b64encode(found).decode().rstrip("=") == file.hash.value


def _hash_lock(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()
