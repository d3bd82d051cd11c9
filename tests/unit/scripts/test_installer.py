"""The installer and the test command: what decides whether something runs, and how it is counted."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

SCRIPTS = Path(__file__).resolve().parents[3] / "scripts"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    yield
    for name in ("steps", "layers", "prerequisites"):
        sys.modules.pop(name, None)


@pytest.fixture
def steps(scripts: None) -> ModuleType:
    import steps

    return steps


def step(steps: ModuleType, folder: Path, **changes: object) -> object:
    made = folder / "made"
    command = ["/bin/sh", "-c", f"echo run >> {folder}/runs; touch {made}"]
    fields = {
        "name": "s",
        "what": "a thing",
        "inputs": [folder / "in"],
        "outputs": [made],
        "commands": [command],
    }
    return steps.Step(**{**fields, **changes})


def runs(folder: Path) -> int:
    return len((folder / "runs").read_text().splitlines())


def test_a_step_runs_again_only_when_its_inputs_change_or_its_output_is_gone(
    steps: ModuleType, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_text("1")
    for changed, expected in ((False, 1), (False, 1), (True, 2)):
        if changed:
            (tmp_path / "in" / "a").write_text("2")
        steps.Runner(tmp_path, lambda _: None).run([[step(steps, tmp_path)]])
        assert runs(tmp_path) == expected
    (tmp_path / "made").unlink()
    steps.Runner(tmp_path, lambda _: None).run([[step(steps, tmp_path)]])
    assert runs(tmp_path) == 3


@pytest.mark.parametrize("name", ["node_modules", "dist", "target", "__pycache__"])
def test_what_tools_leave_in_the_source_is_no_input(steps: ModuleType, tmp_path: Path, name: str) -> None:
    (tmp_path / "in" / name).mkdir(parents=True)
    before = steps.compute_digest(step(steps, tmp_path))
    (tmp_path / "in" / name / "x").write_text("new")
    assert steps.compute_digest(step(steps, tmp_path)) == before


def test_a_failure_says_which_step_and_shows_its_output(steps: ModuleType, tmp_path: Path) -> None:
    broken = step(steps, tmp_path, commands=[["/bin/sh", "-c", "echo the reason; exit 3"]])
    after = step(steps, tmp_path, name="later")
    with pytest.raises(steps.StepFailed, match=r"(?s)a thing failed.*the reason.*s\.log"):
        steps.Runner(tmp_path, lambda _: None).run([[broken, after]])
    assert not (tmp_path / "runs").exists()


def test_a_download_is_tried_once_more(steps: ModuleType, tmp_path: Path) -> None:
    flaky = [
        "/bin/sh",
        "-c",
        f"echo run >> {tmp_path}/runs; test $(wc -l < {tmp_path}/runs) = 2 && touch {tmp_path}/made",
    ]
    steps.Runner(tmp_path, lambda _: None).run([[step(steps, tmp_path, commands=[flaky], attempts=2)]])
    assert runs(tmp_path) == 2


def test_stopping_ends_what_runs_with_all_below_it(steps: ModuleType, tmp_path: Path) -> None:
    runner = steps.Runner(tmp_path, lambda _: None)
    slow = step(
        steps,
        tmp_path,
        commands=[["/bin/sh", "-c", f"touch {tmp_path}/started; sleep 600|cat"]],
        attempts=2,
    )
    problems: list[Exception] = []

    def run() -> None:
        try:
            runner.run([[slow]])
        except steps.StepFailed as problem:
            problems.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    while not (tmp_path / "started").exists():
        assert thread.is_alive()
    runner.stop()
    thread.join(20)
    assert not thread.is_alive()
    assert len(problems) == 1


def test_reports_are_counted(scripts: None, tmp_path: Path) -> None:
    import layers

    report = tmp_path / "r.xml"
    report.write_text(
        "<testsuites><testsuite><testcase classname='a' name='b' time='1,001.5'/>"
        "<testcase><failure/></testcase><testcase><error/></testcase>"
        "<testcase><skipped/></testcase></testsuite></testsuites>"
    )
    count = layers.count_reports([report, report])
    assert (count.passed, count.failed, count.skipped) == (2, 4, 2)
    assert sorted(count.durations)[-2:] == [(1001.5, "a::b"), (1001.5, "a::b")]


def test_each_missing_prerequisite_is_a_sentence_with_a_remedy(
    scripts: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import prerequisites

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setattr(prerequisites, "MEMORY_TO_RUN", 2**60)
    monkeypatch.setattr(prerequisites, "DISK_TO_INSTALL", 2**60)
    said = "\n".join(prerequisites.problems(str(tmp_path)))
    for remedy in (
        "Install a JDK 17",
        "Install Maven",
        "Install Node 20",
        "PENSTOCK_HOME",
        "Close other programs",
    ):
        assert remedy in said
