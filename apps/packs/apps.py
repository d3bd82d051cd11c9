"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp, PeriodicTask, Permission
from apps.projects.roles import ProjectRole


class PacksConfig(PenstockApp):
    """Data packs: rows for tests, uploaded, typed in or recorded from a topic."""

    name = "apps.packs"
    label = "packs"
    permissions = (Permission("pack.edit", frozenset({ProjectRole.DEVELOPER})),)
    events = ("pack.changed", "recording.changed")
    periodic_tasks = (
        PeriodicTask("packs.sweep", seconds=5, expires=5),
        PeriodicTask("packs.tidy", seconds=3600, expires=3600),
    )
