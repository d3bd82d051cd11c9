"""Every read of users and tokens, scoped to the actor."""

from typing import Any

from django.db.models import QuerySet

from apps.accounts.models import ApiToken, User
from apps.projects import selectors as projects
from apps.projects.roles import TenantRole


def tokens(actor: User) -> QuerySet[ApiToken]:
    """The actor's own tokens."""
    return ApiToken.objects.filter(user=actor.pk)


def is_administrator(*, tenant: str, username: str) -> bool:
    """Whether there is an active administrator of this name in the tenant of that name."""
    return User.objects.filter(
        username=username, tenant__name=tenant, is_active=True, tenant_roles__contains=[TenantRole.ADMIN]
    ).exists()


def whoami(actor: User) -> dict[str, Any]:
    """User, tenant and projects, with what the actor is and may do in each."""
    return {
        "user": actor,
        "tenant": {
            "id": actor.tenant_id,
            "name": actor.tenant.name,
            "roles": sorted(actor.tenant_roles),
            "permissions": sorted(projects.tenant_permissions(actor)),
        },
        "projects": projects.projects_with_roles(actor),
    }
