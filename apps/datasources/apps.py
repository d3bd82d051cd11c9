"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp, Permission
from apps.projects.roles import ProjectRole, TenantRole


class DatasourcesConfig(PenstockApp):
    """Connections to Kafka and databases, with their secrets."""

    name = "apps.datasources"
    label = "datasources"
    permissions = (
        Permission("datasource.edit", frozenset({TenantRole.DATA, ProjectRole.DATA})),
        Permission(
            "data.preview",
            frozenset({TenantRole.DATA, ProjectRole.DATA, ProjectRole.DEVELOPER, ProjectRole.OPERATOR}),
        ),
    )
    events = ("datasource.changed",)
