"""Celery tasks. Messages carry ids only; each task may run twice, late, or not at all.

Messages are acknowledged when they are received: a worker that dies is noticed by its lease, far sooner than
the broker would deliver the message again. The queue `bench` has workers of its own, the test workers: tests
wait for a cluster, and no other task should wait for them.
"""

import threading
from typing import Any

from celery import shared_task
from celery.signals import celeryd_after_setup, worker_ready, worker_shutdown

from apps.testing import worker_pool
from apps.testing.services import executor, queues, retention

#: More than a run may take with everything around it (300 s of its own, coverage besides).
SECONDS = 1500

_serves_tests = threading.Event()


@shared_task(name="testing.run", acks_late=False, soft_time_limit=SECONDS, time_limit=SECONDS + 30)
def run(run: str) -> None:
    """Run a test."""
    executor.run_execute(run)


@shared_task(name="testing.trace", acks_late=False, soft_time_limit=SECONDS, time_limit=SECONDS + 30)
def trace(trace: str) -> None:
    """Answer a question about a row."""
    executor.trace_execute(trace)


@shared_task(name="testing.sweep", expires=5)
def sweep() -> None:
    """Every few seconds: recover the tasks that no worker works on."""
    queues.sweep()


@shared_task(name="testing.prune", expires=3600)
def prune() -> None:
    """Every hour: delete old runs."""
    retention.prune()


@celeryd_after_setup.connect
def _note_queues(instance: Any, **_: Any) -> None:
    if "bench" in instance.app.amqp.queues.consume_from:
        _serves_tests.set()


@worker_ready.connect
def _warm_up(**_: Any) -> None:
    """Start the test clients before a test needs them, in threads: the worker takes tasks meanwhile."""
    if _serves_tests.is_set():
        worker_pool.warm_up()


@worker_shutdown.connect
def _close(**_: Any) -> None:
    worker_pool.close()
