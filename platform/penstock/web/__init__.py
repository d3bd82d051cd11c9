"""The Django project: settings, URLs, the ASGI and Celery applications.

No other package imports this one. The Celery application is created here so that it is the
current one in every process that loads the settings (web, worker, beat, manage.py).
"""

from penstock.web.celery import app as celery_app

__all__ = ["celery_app"]
