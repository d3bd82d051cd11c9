"""The wiring of Django: settings, addresses, the ASGI and Celery applications.

Sees every room; no room sees it. The Celery application is made here so that it is the
current one in every process that loads the settings (web, worker, beat, manage.py).
"""

from penstock.web.celery import app as celery_app

__all__ = ["celery_app"]
