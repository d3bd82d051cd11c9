"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp


class CoreConfig(PenstockApp):
    """What every app builds on; it has no business objects of its own."""

    name = "apps.core"
    label = "core"
