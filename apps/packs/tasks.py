"""Celery's way in. Messages carry ids only; each task may run twice, late, or not at all."""

from celery import shared_task

from apps.packs.services import garbage_collection, recording_worker, recordings


# Longer than other tasks, and so acknowledged first: the sweep finds what its worker leaves behind.
@shared_task(name=recordings.TASK, acks_late=False, soft_time_limit=420, time_limit=450)
def record(recording: str) -> None:
    """Do one recording."""
    recording_worker.recording_run(recording)


@shared_task(name="packs.sweep", expires=5)
def sweep() -> None:
    """Every five seconds: recordings that nobody does."""
    recordings.recordings_sweep()


@shared_task(name="packs.tidy")
def tidy() -> None:
    """Every hour: what nobody needs."""
    recordings.recordings_prune()
    garbage_collection.packs_tidy()
