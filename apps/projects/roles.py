"""Roles, and what each may do: the one table of permissions."""

from django.db import models


class TenantRole(models.TextChoices):
    """Roles that count in every project of the tenant."""

    ADMIN = "tenant-admin", "Tenant administrator"
    DATA = "data-admin", "Data administrator"
    ASSET = "asset-admin", "Asset administrator"


class ProjectRole(models.TextChoices):
    """Roles within one project."""

    ADMIN = "project-admin", "Project administrator"
    DATA = "project-data-admin", "Project data administrator"
    DEVELOPER = "developer", "Developer"
    BUSINESS = "business", "Business"
    OPERATOR = "operator", "Operator"
    VIEWER = "viewer", "Viewer"


PROJECT_PERMISSIONS = frozenset(
    {
        "project.view",
        "project.edit",
        "project.members",
        "datasource.edit",
        "table.edit",
        "data.preview",
        "pack.edit",
        "job.edit",
        "instance.operate",
        "instance.operate-production",
    }
)
TENANT_PERMISSIONS = frozenset({"tenant.create-project"})
PERMISSIONS = PROJECT_PERMISSIONS | TENANT_PERMISSIONS

_VIEW = frozenset({"project.view"})
GRANTS: dict[str, frozenset[str]] = {
    TenantRole.ADMIN: PERMISSIONS,
    TenantRole.DATA: _VIEW | {"datasource.edit", "table.edit", "data.preview"},
    TenantRole.ASSET: _VIEW,
    ProjectRole.ADMIN: PROJECT_PERMISSIONS,
    ProjectRole.DATA: _VIEW | {"datasource.edit", "table.edit", "data.preview"},
    ProjectRole.DEVELOPER: _VIEW
    | {"job.edit", "table.edit", "pack.edit", "data.preview", "instance.operate"},
    ProjectRole.BUSINESS: _VIEW,
    ProjectRole.OPERATOR: _VIEW | {"data.preview", "instance.operate", "instance.operate-production"},
    ProjectRole.VIEWER: _VIEW,
}


def permissions_of(roles: list[str]) -> frozenset[str]:
    """Everything that holders of `roles` may do."""
    return frozenset().union(*(GRANTS.get(role, frozenset()) for role in roles))
