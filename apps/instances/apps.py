"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp, PeriodicTask, Permission
from apps.projects.roles import ProjectRole


class InstancesConfig(PenstockApp):
    """Running jobs: the desired and the observed state, and the loop between them."""

    name = "apps.instances"
    label = "instances"
    permissions = (
        Permission("instance.operate", frozenset({ProjectRole.DEVELOPER, ProjectRole.OPERATOR})),
        Permission("instance.operate-production", frozenset({ProjectRole.OPERATOR})),
    )
    events = ("instance.changed", "savepoint.changed", "metrics")
    periodic_tasks = (
        PeriodicTask("instances.observe", seconds=2, expires=5),
        PeriodicTask("instances.metrics", seconds=2, expires=3),
        PeriodicTask("instances.tidy", seconds=3600, expires=3600),
    )
