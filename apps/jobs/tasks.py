"""Celery tasks of the queue `planner`: the only processes that own a planner, one per engine version.

They only read, so nothing is repeated when a worker dies: the caller has timed out by then.
"""

import threading
from collections.abc import Callable
from typing import Any

import structlog
from celery import shared_task
from celery.signals import celeryd_after_setup, worker_ready, worker_shutdown
from django.conf import settings

from penstock.compiler.script import Script, ScriptDocument
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION, EngineError
from penstock.planner import sandbox
from penstock.planner.client import Planner, PlannerError, PlannerProcess, PlannerUnavailable

log = structlog.get_logger(__name__)
#: Less than the caller waits, so that the planner's own time-out reaches it.
SECONDS = 22.0

_planners: dict[str, Planner] = {}
_lock = threading.Lock()
_serves_planner = threading.Event()


@shared_task(name="planner.check", acks_late=False, ignore_result=False)
def check_script(engine: str, script: ScriptDocument) -> dict[str, Any]:
    """What Flink says of each statement of a script."""
    return _answer(lambda: planner(engine).check(Script.from_dict(script), SECONDS))


@shared_task(name="planner.functions", acks_late=False, ignore_result=False)
def list_functions(engine: str) -> dict[str, Any]:
    """The engine's built-in functions."""
    return _answer(lambda: planner(engine).functions())


def planner(engine: str) -> Planner:
    """This process's planner for an engine version; started by the first request."""
    with _lock:
        if engine not in _planners:
            _planners[engine] = Planner(PlannerProcess(Engine(engine, settings.HOME)))
        return _planners[engine]


def _answer(work: Callable[[], Any]) -> dict[str, Any]:
    """The answer, or the reason there is none; as values, since exceptions don't survive the queue."""
    try:
        return {"answer": work()}
    except (PlannerUnavailable, EngineError) as error:
        return {"unavailable": str(error)}
    except PlannerError as error:
        return {"refused": str(error)}


@celeryd_after_setup.connect
def _note_queues(instance: Any, **_: Any) -> None:
    if "planner" in instance.app.amqp.queues.consume_from:
        _serves_planner.set()


@worker_ready.connect
def _warm_up(**_: Any) -> None:
    """Start the planner before anybody waits for it; beside the worker, which takes tasks meanwhile."""
    if _serves_planner.is_set():
        for missing in sandbox.list_unenforced():
            log.warning("planner not sandboxed completely", missing=missing)
        threading.Thread(target=_try_warm_up, name="planner-warm-up", daemon=True).start()


def _try_warm_up() -> None:
    try:
        planner(DEFAULT_VERSION).warm_up()
    except (PlannerError, EngineError) as error:
        log.warning("planner not warm", engine=DEFAULT_VERSION, reason=str(error))


@worker_shutdown.connect
def _close(**_: Any) -> None:
    for one in _planners.values():
        one.process.close()
