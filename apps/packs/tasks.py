"""Celery tasks. Messages carry ids only; each task may run twice, late, or not at all."""

from celery import shared_task

from apps.packs.services import garbage_collection, recording_worker, recordings


# Longer than other tasks, so acknowledged first: the sweep recovers what a dead worker leaves.
@shared_task(name=recordings.TASK, acks_late=False, soft_time_limit=420, time_limit=450)
def record(recording: str) -> None:
    """Do one recording."""
    recording_worker.recording_run(recording)


@shared_task(name="packs.sweep", expires=5)
def sweep() -> None:
    """Every five seconds: recover recordings that no worker works on."""
    recordings.recordings_sweep()


@shared_task(name="packs.tidy")
def tidy() -> None:
    """Every hour: delete what is not needed any more."""
    recordings.recordings_prune()
    garbage_collection.collect_garbage()
