"""Celery's way in. Messages carry ids only; each task may run twice, late, or not at all."""

from celery import shared_task

from apps.packs.services import capturing, recordings, tidying


# Longer than other tasks, and so acknowledged first: the sweep finds what its worker leaves behind.
@shared_task(name=recordings.TASK, acks_late=False, soft_time_limit=420, time_limit=450)
def record(recording: str) -> None:
    """Do one recording."""
    capturing.recording_run(recording)


@shared_task(name="packs.sweep", expires=5)
def sweep() -> None:
    """Every five seconds: recordings that nobody does."""
    recordings.recordings_sweep()


@shared_task(name="packs.tidy")
def tidy() -> None:
    """Every hour: what nobody needs."""
    recordings.recordings_prune()
    tidying.packs_tidy()
