"""Removes deleted packs, contents without a row, and abandoned drafts."""

from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Now

from apps.packs import storage
from apps.packs.models import Pack, PackVersion

DELETED_FOR = timedelta(days=1)
"""After this a deleted pack is gone, unless something that stays (a job's version) was tested with it."""


def collect_garbage() -> None:
    """Remove them."""
    for pack in Pack.objects.filter(deleted_at__lt=Now() - DELETED_FOR):
        try:
            pack.delete()
        except ProtectedError:
            continue
    storage.sweep_drafts()
    for path in storage.find_abandoned():
        _remove_unless_referenced(path.stem)


@transaction.atomic
def _remove_unless_referenced(sha256: str) -> None:
    # The same content is added under this lock only, and its row is committed when the lock ends.
    storage.lock(sha256)
    if not PackVersion.objects.filter(sha256=sha256).exists():
        storage.remove(sha256)
