"""Roles, and what each may do."""

from collections.abc import Iterable, Mapping
from functools import cache

from django.db import models

from apps.core.app_config import permissions


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


@cache
def grants() -> Mapping[str, frozenset[str]]:
    """What each role may do, from the permissions that the apps declare; administrators have all of them."""
    declared = permissions().values()
    found = {
        str(role): frozenset(one.name for one in declared if role in one.roles)
        for role in (*TenantRole, *ProjectRole)
    }
    return found | {
        TenantRole.ADMIN: frozenset(one.name for one in declared),
        ProjectRole.ADMIN: project_permissions(),
    }


@cache
def project_permissions() -> frozenset[str]:
    """The permissions that count in one project."""
    return frozenset(one.name for one in permissions().values() if not one.tenant)


def permissions_of(roles: Iterable[str]) -> frozenset[str]:
    """Everything that holders of `roles` may do."""
    return frozenset().union(*(grants().get(role, frozenset()) for role in roles))
