"""What nobody needs any more is taken away: deleted packs, contents without a row, abandoned drafts."""

from datetime import timedelta

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.functions import Now

from apps.packs import storage
from apps.packs.models import Pack, PackVersion

DELETED_FOR = timedelta(days=1)
"""After this a deleted pack is gone, unless something that stays (a job's version) was tested with it."""


def packs_tidy() -> None:
    """Remove them."""
    for pack in Pack.objects.filter(deleted_at__lt=Now() - DELETED_FOR):
        try:
            pack.delete()
        except ProtectedError:
            continue
    storage.drafts_sweep()
    for path in storage.abandoned():
        _remove_unless_named(path.stem)


@transaction.atomic
def _remove_unless_named(sha256: str) -> None:
    # Whoever puts the same content there does so under this lock, and its row is committed when it ends.
    storage.lock(sha256)
    if not PackVersion.objects.filter(sha256=sha256).exists():
        storage.remove(sha256)
