"""Celery against a Redis that is away for long."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import kombu.connection
import pytest

from apps.core.app_config import penstock_apps
from penstock.local.stack import Stack
from penstock.web.celery import MAX_RETRY_INTERVAL, FastRetryConnection, app

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("connect", [app.connection_for_read, app.connection_for_write])
def test_its_return_is_noticed_within_seconds(connect: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    def retry(
        connect: Any, errors: Any, args: Any, kwargs: Any, on_error: Any,
        retries: Any, start: float, step: float, longest: float, *_: Any, **__: Any,
    ) -> None:  # fmt: skip
        assert retries is None, "it never gives up"
        waits.extend((start, step, longest))

    monkeypatch.setattr(kombu.connection, "retry_over_time", retry)
    connection = connect(app.conf.broker_url)
    assert isinstance(connection, FastRetryConnection)
    # As the worker and beat call it.
    connection.ensure_connection(lambda *_: None, app.conf.broker_connection_max_retries, callback=None)
    assert max(waits) == MAX_RETRY_INTERVAL
    assert MAX_RETRY_INTERVAL + app.conf.broker_connection_timeout < 10


def test_a_closed_connection_is_a_connection_error(stack: Stack) -> None:
    """What Celery expects of a channel that it closes, or confirms over, after the broker went away."""
    connection = app.connection_for_read(app.conf.broker_url)
    channel = connection.channel()
    connection.transport.client = None  # as kombu leaves a connection that was cut
    with pytest.raises(connection.connection_errors, match="closed"):
        channel._create_client()


def test_no_task_is_scheduled_twice() -> None:
    tasks = [one.task for app in penstock_apps() for one in app.periodic_tasks]
    assert tasks
    assert sorted(tasks) == sorted(set(tasks))


def test_beat_finds_the_periodic_tasks_of_all_apps(tmp_path: Path) -> None:
    """In a process of its own, as `celery beat` loads the application and its scheduler."""
    code = (
        "from penstock.web.celery import app; from celery.beat import Service;"
        "app.loader.init_worker(); app.finalize();"
        f"print(*Service(app, schedule_filename={str(tmp_path / 'schedule')!r}).scheduler.schedule)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=120,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'platform'}:{ROOT}"},
        check=True,
    )
    declared = {one.task for app in penstock_apps() for one in app.periodic_tasks}
    assert set(ran.stdout.split()) == declared
