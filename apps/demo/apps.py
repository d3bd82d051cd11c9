"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp


class DemoConfig(PenstockApp):
    """The demo tenant; no other app depends on it."""

    name = "apps.demo"
    label = "demo"
