"""The Celery application: `celery -A penstock.web.celery worker -Q control` (`planner`, `bench`), `beat`."""

import os
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from celery.signals import beat_init, setup_logging, worker_init
from kombu import Connection

from penstock.web import celery_transport  # noqa: F401 - registers the transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.web.settings")
#: Seconds between two tries to reach Redis, at most; Celery has no setting for its own 30.
RECONNECT = 3.0


class PatientConnection(Connection):
    """Tries again every few seconds however long the broker is away, so that its return is noticed soon."""

    def _ensure_connection(  # type: ignore[no-untyped-def,override]
        self,
        errback=None,
        max_retries=None,
        interval_start=1,
        interval_step=1,
        interval_max=RECONNECT,
        **more,
    ):
        return super()._ensure_connection(
            errback, max_retries, interval_start, interval_step, min(interval_max, RECONNECT), **more
        )


class PatientAMQP(AMQP):
    """Where Celery takes its connections from."""

    Connection = PatientConnection


app = Celery("penstock", amqp=PatientAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _use_our_logging(**_: Any) -> None:
    """Keep Celery from replacing the logging that Django's settings describe."""


@worker_init.connect
@beat_init.connect
def _refuse_unsafe(**_: Any) -> None:
    from penstock.web.settings.checks import refuse_unsafe

    refuse_unsafe()
