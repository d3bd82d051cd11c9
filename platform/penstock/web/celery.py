"""The Celery application: `celery -A penstock.web.celery worker -Q control` (or `planner`), `beat`."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, setup_logging, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.web.settings")

app = Celery("penstock")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def _use_our_logging(**_: Any) -> None:
    """Keep Celery from replacing the logging that Django's settings describe."""


@worker_init.connect
@beat_init.connect
def _refuse_unsafe(**_: Any) -> None:
    from penstock.web.settings.safety import refuse_unsafe

    refuse_unsafe()
