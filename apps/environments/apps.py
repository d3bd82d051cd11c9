"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp


class EnvironmentsConfig(PenstockApp):
    """Where a project's jobs run: test and production, each with its cluster and Flink version."""

    name = "apps.environments"
    label = "environments"
