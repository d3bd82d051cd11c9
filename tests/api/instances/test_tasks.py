"""Tasks are named by text, so that services needn't import them: every name must lead to one."""

import re
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
