"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp, Permission
from apps.projects.roles import ProjectRole, TenantRole


class TablesConfig(PenstockApp):
    """Topics and database tables with their columns."""

    name = "apps.tables"
    label = "tables"
    permissions = (
        Permission("table.edit", frozenset({TenantRole.DATA, ProjectRole.DATA, ProjectRole.DEVELOPER})),
    )
    events = ("table.changed",)
