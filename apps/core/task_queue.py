"""The way to the workers: tasks are named by text, so that services never import them."""

from typing import Any

from celery import current_app
from celery.exceptions import TimeoutError as NoAnswer
from django.db import transaction
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from structlog import get_logger

from apps.core.errors import Unavailable

log = get_logger(__name__)


def enqueue(task: str, *ids: Any) -> None:
    """Run `task` once the running transaction is committed.

    A message may be lost while Redis is away, so the work itself must be a row that a sweeper finds.
    """

    def send() -> None:
        try:
            # Said here too: the setting alone would still subscribe to a result that nobody reads.
            current_app.send_task(task, args=[str(value) for value in ids], ignore_result=True)
        except (BrokerError, RedisError, OSError) as error:
            log.warning("task not enqueued", task=task, error=type(error).__name__)

    transaction.on_commit(send, robust=True)


def call_task(task: str, *arguments: Any, seconds: float, service: str) -> Any:
    """Run `task` in its worker and wait at most `seconds` for the answer.

    Raises:
        Unavailable: Naming `service`, when there is no answer in time.
    """
    try:
        # Nobody waits for it after that time: a worker that comes back must not work off old questions.
        pending = current_app.send_task(task, args=list(arguments), expires=seconds, ignore_result=False)
        answer = pending.get(timeout=seconds)
        pending.forget()
        return answer
    except NoAnswer:
        raise Unavailable(
            f"{service} did not answer within {seconds:g} s; please try again in a moment."
        ) from None
    except (BrokerError, RedisError, OSError, RuntimeError) as error:
        # Celery says RuntimeError when the store of results stays away.
        log.warning("queue away", task=task, error=type(error).__name__)
        raise Unavailable("The message queue does not answer now; please try again in a moment.") from None
