"""What this app declares to the rest of Penstock."""

from apps.core.app_config import PenstockApp, Permission
from apps.projects.roles import ProjectRole, TenantRole


class ProjectsConfig(PenstockApp):
    """Tenants, projects and their members."""

    name = "apps.projects"
    label = "projects"
    permissions = (
        Permission("project.view", frozenset([*TenantRole, *ProjectRole])),
        Permission("project.edit"),
        Permission("project.members"),
        Permission("tenant.create-project", tenant=True),
    )
    events = ("project.changed", "revoked")
