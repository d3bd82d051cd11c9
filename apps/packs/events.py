"""Events of packs and recordings."""

from apps.core import events
from apps.packs.models import Pack, Recording


def changed(pack: Pack) -> None:
    """A pack was created, deleted or renamed, or has a new version."""
    events.publish("pack.changed", project=pack.project_id, id=pack.pk)


def recording_changed(recording: Recording) -> None:
    """A recording started, made progress or ended."""
    events.publish("recording.changed", project=recording.project_id, id=recording.pk)
