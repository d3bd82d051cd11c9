"""Penstock as installed from its wheel: a clean environment outside of the checkout, and its processes."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from penstock.local.process import ChildProcess
from penstock.local.programs import Installation
from penstock.local.services.postgres import admin_dsn
from penstock.local.stack import Stack

ROOT = Path(__file__).resolve().parents[3]
PASSWORD = "wheel-of-the-test"
#: Installed beside Penstock: notes every file of the checkout that a Python process opens.
_AUDIT = """
import os, sys
ROOT, LOG = {root!r}, {log!r}
def note(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and os.path.abspath(arguments[0]).startswith(ROOT):
        file = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(file, (arguments[0] + "\\n").encode())
        os.close(file)
sys.addaudithook(note)
"""


@dataclass
class Wheel:
    """The clean environment: its folder, and the variables of every process in it."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def program(self) -> str:
        """The command `penstock`."""
        return str(self.folder / "venv" / "bin" / "penstock")

    @property
    def python(self) -> str:
        """Its interpreter."""
        return str(self.folder / "venv" / "bin" / "python")

    def run(self, *arguments: str, **env: str) -> str:
        """The output of a command of `penstock`, which must succeed."""
        return _run([self.program, *arguments], {**self.env, **env}, self.folder)

    def install_engine(self, version: str, home: Path) -> str:
        """The output of `penstock engine install`, with the checkout's uv on the path."""
        tools = str(Installation.default().home / "tools" / "bin")
        env = read_tool_env()
        env["PATH"] = f"{tools}{os.pathsep}{env['PATH']}"
        return _run([self.program, "engine", "install", version, "--home", str(home)], env, self.folder)

    @contextmanager
    def started(self, name: str, *arguments: str) -> Iterator[ChildProcess]:
        """A process that runs until the end of the block."""
        log = self.folder / "logs" / f"{name}.log"
        child = ChildProcess([self.program, *arguments], self.env, self.folder, log)
        try:
            yield child
        finally:
            child.stop(15, 10)

    def find_opened_checkout_files(self) -> set[str]:
        """Files of the checkout that a Python process of this environment has opened."""
        log = self.folder / "opened"
        return set(log.read_text().splitlines()) if log.exists() else set()


def install_wheel(folder: Path) -> Wheel:
    """Build the wheel and install it with its locked dependencies."""
    home, venv = Installation.default().home, folder / "venv"
    uv, build = str(home / "tools" / "bin" / "uv"), {**read_tool_env(), "PENSTOCK_HOME": str(home)}
    _run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")], build, ROOT)
    lock, pip = str(ROOT / "requirements" / "penstock.txt"), [uv, "pip"]
    python = ["--python", str(venv / "bin" / "python")]
    _run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)], build, folder)
    _run([*pip, "sync", "--quiet", "--require-hashes", *python, lock], build, folder)
    wheel = next((folder / "dist").glob("*.whl"))
    _run([*pip, "install", "--quiet", "--no-deps", "--offline", *python, str(wheel)], build, folder)
    packages = next(venv.glob("lib/python3*/site-packages"))
    audit = _AUDIT.format(root=f"{ROOT}/", log=str(folder / "opened"))
    (packages / "sitecustomize.py").write_text(audit)
    return Wheel(
        folder, {name: build[name] for name in ("PATH", "HOME", "LANG", "JAVA_HOME") if name in build}
    )


def interrupt_installation(version: str, home: Path) -> None:
    """Leave what an interrupted `penstock engine install` leaves: one jar is missing, one is half written."""
    folder = Installation.default().home / "jars" / f"flink-{version}"
    missing, half, *complete = sorted(folder.glob("*/*.jar"), key=lambda jar: jar.stat().st_size)
    for jar in (half, *complete):
        target = home / "jars" / f"flink-{version}.new" / jar.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        if jar == half:
            target.write_bytes(jar.read_bytes()[:100])
        else:
            os.link(jar, target)
    assert missing.exists()


def read_tool_env() -> dict[str, str]:
    """What uv, pip and Maven need of this machine's variables; nothing of the checkout's interpreter."""
    dropped = ("PENSTOCK_", "PYTHON", "DJANGO_", "VIRTUAL_ENV")
    return {name: value for name, value in os.environ.items() if not name.startswith(dropped)}


def create_database(stack: Stack, name: str) -> str:
    """The address of a new, empty database in the test run's PostgreSQL."""
    with psycopg.connect(admin_dsn(stack.config), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" OWNER penstock')
    return stack.env["PENSTOCK_DATABASE_URL"].rpartition("/")[0] + f"/{name}"


def find_open_files(children: list[ChildProcess]) -> set[str]:
    """Files that the processes and their descendants have open or mapped."""
    found: set[str] = set()
    for child in children:
        process = psutil.Process(child.pid)
        for one in (process, *process.children(recursive=True)):
            found |= {file.path for file in one.open_files()} | {area.path for area in one.memory_maps()}
            found |= set(one.cmdline()) | {one.cwd()}
    return found


def _run(command: list[str], env: dict[str, str], folder: Path) -> str:
    done = subprocess.run(
        command, env=env, cwd=folder, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
    return done.stdout
