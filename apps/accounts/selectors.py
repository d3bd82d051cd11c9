"""Every read of users and tokens, scoped to the actor."""

from typing import Any

from django.db.models import QuerySet

from apps.accounts.models import ApiToken, User
from apps.projects import selectors as projects


def tokens(actor: User) -> QuerySet[ApiToken]:
    """The actor's own tokens."""
    return ApiToken.objects.filter(user=actor.pk)


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
