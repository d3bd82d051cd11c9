"""Replaces the command line's process by one of the control plane: a signal reaches the program directly."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

_CELERY = ("-A", "penstock.web.celery")
#: What workers say to each other at their start and all the time; nothing here needs it.
_QUIET = ("--without-gossip", "--without-mingle")


def run_module(module: str, *arguments: str) -> NoReturn:
    """Execute `python -m module` in place of this process, with Django's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.web.settings")
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.stdout.flush()
    # -P: a folder that happens to be the current one must not be searched for modules.
    os.execv(sys.executable, [sys.executable, "-P", "-m", module, *arguments])  # noqa: S606


def run_worker(queue: str, name: str, pool: str, concurrency: int) -> NoReturn:
    """Execute a Celery worker that takes the tasks of one queue.

    Args:
        queue: `control`, `planner` or `bench`.
        name: node name, unique among the running workers; `%h` is the host's name.
        pool: Celery's pool, `threads` or `solo`.
        concurrency: tasks at once.
    """
    options = [
        "-Q",
        queue,
        "-n",
        name,
        "--loglevel",
        "info",
        "--pool",
        pool,
        "--concurrency",
        str(concurrency),
    ]
    run_module("celery", *_CELERY, "worker", *options, *_QUIET)


def run_beat(schedule: str) -> NoReturn:
    """Execute Celery's scheduler, which keeps its state in the file `schedule`."""
    run_module("celery", *_CELERY, "beat", "--loglevel", "info", "--schedule", schedule, "--pidfile=")
