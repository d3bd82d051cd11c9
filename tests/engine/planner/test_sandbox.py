"""The planner's process may write in its own folder only and open no connection; each with its control."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from penstock.compiler.script import Script
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION
from penstock.planner import jvm_command, sandbox
from penstock.planner.client import Planner, PlannerError

pytestmark = pytest.mark.skipif(bool(sandbox.list_unenforced()), reason="the kernel cannot enforce it")


@pytest.fixture
def folder() -> Path:
    return jvm_command.make_folder()


def run_jvm(folder: Path, option: str, *, sandboxed: bool) -> str:
    """Start the planner's JVM with one more option; it ends at once, since its input is empty."""
    command = jvm_command.build_command(
        Engine(DEFAULT_VERSION), 64, folder, sandboxed=sandboxed, options=(option,)
    )
    done = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=False, cwd=folder)
    return (done.stdout + done.stderr).decode()


@pytest.mark.parametrize("sandboxed", [True, False])
def test_the_jvm_writes_no_file_elsewhere(folder: Path, tmp_path: Path, sandboxed: bool) -> None:
    log = tmp_path / "jvm.log"
    run_jvm(folder, f"-Xlog:gc*:file={log}", sandboxed=sandboxed)
    assert log.exists() is not sandboxed
    run_jvm(folder, f"-Xlog:gc*:file={folder / 'jvm.log'}", sandboxed=sandboxed)
    assert (folder / "jvm.log").exists()


@pytest.mark.parametrize("sandboxed", [True, False])
def test_the_jvm_opens_no_port(folder: Path, sandboxed: bool) -> None:
    debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"
    assert ("Listening for transport" in run_jvm(folder, debugger, sandboxed=sandboxed)) is not sandboxed


ATTEMPTS = {
    "write": "open({outside!r} + '/new', 'w')",
    "folder": "os.mkdir({outside!r} + '/new')",
    "read": "open({outside!r} + '/secret').read()",
    "list": "os.listdir({outside!r})",
    "environment of its parent": "open(f'/proc/{{os.getppid()}}/environ').read()",
    "tcp": "socket.create_connection(('127.0.0.1', 9), 1)",
    "udp": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "unix": "socket.socket(socket.AF_UNIX)",
}


@pytest.mark.parametrize("attempt", ATTEMPTS.values(), ids=ATTEMPTS)
@pytest.mark.parametrize("sandboxed", [True, False])
def test_what_a_sandboxed_program_cannot_do(
    folder: Path, tmp_path: Path, attempt: str, sandboxed: bool
) -> None:
    (tmp_path / "secret").write_text("x")
    code = "import os, socket\nopen('own', 'w').close()\n" + attempt.format(outside=str(tmp_path))
    python = Path(sys.executable).resolve()
    spec = {"read": [str(python.parent.parent)], "write": [str(folder)]}
    command = [str(python), "-I", "-S", "-c", code]
    if sandboxed:
        command = [sys.executable, "-I", "-S", sandbox.__file__, json.dumps(spec), "--", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=30)
    assert ("Permission denied" in done.stderr) is sandboxed, done.stderr
    assert (folder / "own").exists()


@pytest.mark.parametrize("path", ["new", "there", "there/below"])
def test_a_refused_option_has_no_effect_and_the_answer_says_nothing_of_paths(
    planner: Planner, tmp_path: Path, path: str
) -> None:
    """The compiler leaves such an option out; this is the process's own refusal."""
    (tmp_path / "there").mkdir()
    settings = {"table.catalog-store.kind": "file", "table.catalog-store.file.path": str(tmp_path / path)}
    with pytest.raises(PlannerError, match=r"^The option table\.catalog-store\.kind is not among the"):
        planner.check(Script(settings))
    assert [found.name for found in tmp_path.rglob("*")] == ["there"]


def test_the_folder_of_a_killed_owner_is_removed(folder: Path) -> None:
    orphan = folder.with_name("penstock-planner-4194304-x")  # beyond any process id
    orphan.mkdir()
    jvm_command.make_folder().rmdir()
    assert (orphan.exists(), folder.exists()) == (False, True)
