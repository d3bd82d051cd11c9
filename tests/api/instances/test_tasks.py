"""Tasks are named by text, so that services needn't import them: every name must lead to one."""

import os
import re
import subprocess
import sys
from pathlib import Path

from apps.core.app_config import beat_schedule
from penstock.web.celery import app

ROOT = Path(__file__).parents[3]


def named() -> set[str]:
    """The tasks that code and schedule name."""
    found = {entry["task"] for entry in beat_schedule().values()}
    for path in (ROOT / "apps").rglob("*.py"):
        found |= set(re.findall(r"\"((?:instances|planner)\.[a-z_]+)\"", path.read_text()))
    return found - {"instances.operate"}


def test_every_name_is_a_task() -> None:
    app.loader.import_default_modules()
    assert named()
    assert named() <= set(app.tasks)


def test_beat_sends_the_periodic_tasks(tmp_path: Path) -> None:
    """In a process of its own, set up as `penstock beat` does it."""
    code = (
        "import sys; from celery.beat import Service; from penstock.web.celery import app;"
        "app.loader.init_worker();"
        "scheduler = Service(app, schedule_filename=sys.argv[1]).scheduler;"
        "print(*(entry.task for entry in scheduler.schedule.values()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "schedule")],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert set(done.stdout.split()) == {entry["task"] for entry in beat_schedule().values()}
