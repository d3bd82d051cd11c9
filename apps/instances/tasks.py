"""Celery's way in. Messages carry ids only; each task may run twice, late, or not at all."""

import structlog
from celery import shared_task

from apps.core.task_queue import enqueue
from apps.instances import metrics_stream
from apps.instances.services import bundles, observer, reconcile

log = structlog.get_logger(__name__)


@shared_task(name="instances.advance")
def advance(instance: str) -> None:
    """Do for one instance what is to be done now."""
    reconcile.instance_advance(instance)


@shared_task(name="instances.observe", expires=5)
def observe_all() -> None:
    """Every two seconds: look at each cluster on which something is active."""
    for environment in observer.environments_to_watch():
        # One message each, so that a cluster that doesn't answer holds up no other.
        enqueue("instances.observe_one", environment)


@shared_task(name="instances.observe_one", expires=5)
def observe_one(environment: str) -> None:
    """Look at one cluster."""
    observer.environment_observe(environment)


@shared_task(name="instances.bundle")
def bundle(version: str) -> None:
    """Build the bundle of a version."""
    bundles.bundle_prepare(version)


@shared_task(name="instances.tidy")
def tidy() -> None:
    """Every hour: delete old bundles on the targets."""
    bundles.bundles_discard()


@shared_task(name="instances.metrics", expires=3)
def metrics() -> None:
    """Every two seconds: figures of what runs, to the pages that look at it."""
    metrics_stream.stream()
