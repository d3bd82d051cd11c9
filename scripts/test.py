"""Runs the test suite: installs what is missing, runs each layer when it can, prints one summary.

Usage: python scripts/test.py [LAYER…]
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from install import HOME, plan_chains, ready_to_install
from layers import LAYERS, ROOT, Check, Count, Layer, count_reports
from steps import Runner, Step, StepFailed, signal_group

AT_ONCE = 2
#: Seconds that the whole suite may take on 2 cores.
LIMIT = 28 * 60
SLOWEST = 10


class LayerRun:
    """One layer's run: its log, its count, its time."""

    def __init__(self, layer: Layer, folder: Path) -> None:
        self.layer = layer
        self.log = folder / f"{layer.name}.log"
        self.report = folder / f"{layer.name}.xml"
        self.count = Count()
        self.seconds = 0.0
        self.problem = ""

    def execute(self) -> None:
        """Run all of the layer's checks in order, also after a failure."""
        started_at = time.monotonic()
        for check in self.layer.checks:
            left = self.layer.limit - (time.monotonic() - started_at)
            self._check(check, max(left, 1))
        if self.count.total == 0:
            self.problem = "ran no test"
        if self.problem and not self.count.failed:
            self.count.failed += 1
        self.seconds = time.monotonic() - started_at

    def _check(self, check: Check, limit: float) -> None:
        started = time.time()
        command = [part.replace("{report}", str(self.report)) for part in check.command]
        with self.log.open("a") as output:
            output.write(f"--- {check.name}: {' '.join(command)}\n")
            output.flush()
            code = _call(command, check.folder, output.fileno(), limit)
            if code is None:
                output.write(f"\n{check.name} was stopped: the layer's limit is {self.layer.limit} s.\n")
        if check.reports:
            pattern = check.reports.replace("{report}", str(self.report))
            found = [self.report] if pattern == str(self.report) else list(ROOT.glob(pattern))
            fresh = [path for path in found if path.exists() and path.stat().st_mtime >= started - 1]
            self.count.add(count_reports(fresh))
        else:
            self.count.add(Count(passed=int(code == 0), failed=int(code != 0)))
        if code != 0:
            self.problem = f"{check.name} failed" if code is not None else f"{check.name} took too long"


_commands: "set[subprocess.Popen[bytes]]" = set()


def _call(command: Sequence[str], folder: Path, output: int, limit: float) -> int | None:
    """The command's exit code, or None when it had to be stopped."""
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        start_new_session=True,
    )
    _commands.add(process)
    try:
        return process.wait(limit)
    except subprocess.TimeoutExpired:
        _stop(process)
        return None
    finally:
        _commands.discard(process)


def _stop(process: "subprocess.Popen[bytes]") -> None:
    """Stop it as Ctrl-C does, so that fixtures stop their servers."""
    signal_group(process, signal.SIGINT)
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        signal_group(process, signal.SIGKILL)
        process.wait()


def _environment() -> dict[str, str]:
    return {**os.environ, "PENSTOCK_HOME": str(HOME), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1"}


class Suite:
    """Starts each layer once its needs are installed: two at a time, layers with servers alone."""

    def __init__(self, layers: Sequence[Layer], folder: Path) -> None:
        self.waiting = [LayerRun(layer, folder) for layer in layers]
        self.all = list(self.waiting)
        self.active: list[LayerRun] = []
        self.installed: set[str] = set()
        self.runner = Runner(HOME, _say, self._step_done)
        self.broken: Exception | None = None
        self.change = threading.Condition()

    def install(self, steps: list[list[Step]]) -> None:
        """Install in this thread and announce the finished steps."""
        try:
            self.runner.run(steps)
        except Exception as problem:  # noqa: BLE001 - a thread must report any failure
            self.broken = problem
        with self.change:
            self.change.notify_all()

    def run(self) -> None:
        """Run all layers; returns when the last has ended, or if the installation failed."""
        with self.change:
            while (self.waiting and not self.broken) or self.active:
                for layer_run in [] if self.broken else list(self.waiting):
                    if self._may_start(layer_run):
                        self.waiting.remove(layer_run)
                        self.active.append(layer_run)
                        threading.Thread(target=self._work, args=(layer_run,), daemon=True).start()
                self.change.wait(1)

    def _may_start(self, layer_run: LayerRun) -> bool:
        if not self.installed.issuperset(layer_run.layer.needs):
            return False
        if layer_run.layer.alone:
            return not self.active
        return len(self.active) < AT_ONCE and not any(other.layer.alone for other in self.active)

    def _work(self, layer_run: LayerRun) -> None:
        try:
            layer_run.execute()
        except Exception as problem:  # noqa: BLE001 - a thread must report any failure
            layer_run.problem = f"could not be run: {problem}"
            layer_run.count.failed += 1
        with self.change:
            self.active.remove(layer_run)
            _say(_line(layer_run))
            self.change.notify_all()

    def _step_done(self, step: Step) -> None:
        with self.change:
            self.installed.add(step.name)
            self.change.notify_all()


def main() -> int:
    """Run the suite or the named layers; the exit code is 0 only if tests ran and all passed."""
    parser = ArgumentParser(description="Run Penstock's tests.")
    parser.add_argument("layers", nargs="*", metavar="LAYER", help=", ".join(layer.name for layer in LAYERS))
    names = parser.parse_args().layers
    unknown = set(names) - {layer.name for layer in LAYERS}
    if unknown:
        parser.error(f"there is no layer {', '.join(sorted(unknown))}")
    if not ready_to_install():
        return 1
    layers = [layer for layer in LAYERS if not names or layer.name in names]
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="penstock-suite-"))
    started_at = time.monotonic()
    suite = Suite(layers, folder)
    threading.Thread(target=suite.install, args=(_needed(layers),), daemon=True).start()
    try:
        suite.run()
        return _summary(suite, time.monotonic() - started_at)
    except KeyboardInterrupt:
        _say("\nInterrupted; stopping what runs")
        suite.runner.stop()
        for process in list(_commands):
            _stop(process)
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _needed(layers: Sequence[Layer]) -> list[list[Step]]:
    """The chains of steps, each up to the last one that some layer needs."""
    needs = {need for layer in layers for need in layer.needs}
    cut = []
    for chain in plan_chains(tests=True):
        last = max((place for place, step in enumerate(chain, 1) if step.name in needs), default=0)
        cut.append(chain[:last])
    return cut


def _summary(suite: Suite, seconds: float) -> int:
    total = Count()
    for layer_run in suite.all:
        if layer_run.count.failed and layer_run.log.exists():
            log = layer_run.log.read_text(errors="replace")
            _say(f"\n===== {layer_run.layer.name}: {layer_run.problem}\n{log}")
        total.add(layer_run.count)
    if suite.broken:
        kind = "Installing failed" if isinstance(suite.broken, StepFailed) else type(suite.broken).__name__
        _say(f"\n{kind}: {suite.broken}")
        total.failed += 1
    _say("")
    for layer_run in suite.all:
        _say(_line(layer_run))
    over = " (the limit on 2 cores is 28 minutes)" if seconds > LIMIT else ""
    _say(f"  in all {seconds:.0f} s{over}")
    if slowest := sorted(total.durations, reverse=True)[:SLOWEST]:
        _say("\nSlowest tests:")
        for taken, name in slowest:
            _say(f"  {taken:>6.1f} s  {name}")
    _say("")
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    _say(f"{total.passed} passed, {total.failed} failed{skipped}")
    return 0 if total.failed == 0 and total.passed else 1


def _line(layer_run: LayerRun) -> str:
    count, name = layer_run.count, layer_run.layer.name
    if not count.total:
        return f"  {name:<9} not run"
    text = f"  {name:<9} {count.passed:>5} passed {count.failed:>4} failed"
    text += f" {count.skipped:>4} skipped" if count.skipped else ""
    return f"{text}  {layer_run.seconds:>5.0f} s{f'  ({layer_run.problem})' if layer_run.problem else ''}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
