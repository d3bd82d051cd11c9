"""The Celery application: `celery -A penstock.web.celery worker -Q control` (`planner`, `bench`), `beat`."""

import os
from typing import Any

from celery import Celery
from celery.app.amqp import AMQP
from celery.signals import beat_init, import_modules, setup_logging, worker_init
from kombu import Connection

from penstock.web import celery_transport  # noqa: F401 - registers the transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.web.settings")
#: Maximum of seconds between two attempts to reach Redis; Celery has no setting for its own 30.
MAX_RETRY_INTERVAL = 3.0


class FastRetryConnection(Connection):
    """Retries every few seconds during any outage of the broker, so that its recovery is noticed soon."""

    def _ensure_connection(  # type: ignore[no-untyped-def,override]
        self,
        errback=None,
        max_retries=None,
        interval_start=1,
        interval_step=1,
        interval_max=MAX_RETRY_INTERVAL,
        **more,
    ):
        return super()._ensure_connection(
            errback, max_retries, interval_start, interval_step, min(interval_max, MAX_RETRY_INTERVAL), **more
        )


class FastRetryAMQP(AMQP):
    """Makes Celery use these connections."""

    Connection = FastRetryConnection


app = Celery("penstock", amqp=FastRetryAMQP)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _keep_django_logging(**_: Any) -> None:
    """Keep Celery from replacing the logging of Django's settings."""


@import_modules.connect(sender=app)
def _read_schedule(**_: Any) -> None:
    """Take the periodic tasks from the apps, which Django has loaded by then.

    Celery sends `beat_init` too late for this: beat has set up its schedule already.
    """
    from apps.core.app_config import beat_schedule

    app.conf.beat_schedule = beat_schedule()


@worker_init.connect
@beat_init.connect
def _check_settings(**_: Any) -> None:
    from penstock.web.settings.checks import require_safe_settings

    require_safe_settings()
