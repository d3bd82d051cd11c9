"""Who may: the permissions of `roles`, asked of whatever belongs to a project."""

from collections.abc import Callable
from typing import Any

import rules

from apps.projects import selectors
from apps.projects.roles import PERMISSIONS, TENANT_PERMISSIONS


def holds(permission: str) -> Callable[[Any, Any], bool]:
    """A predicate: the actor's roles, in the tenant and in the object's project, include `permission`."""

    def predicate(actor: Any, on: Any = None) -> bool:
        if not (actor.is_authenticated and actor.is_active):
            return False
        if on is None or permission in TENANT_PERMISSIONS:
            return permission in selectors.tenant_permissions(actor)
        return permission in selectors.permissions(actor, on.project)

    return predicate


for _permission in PERMISSIONS:
    rules.add_perm(_permission, rules.predicate(holds(_permission), name=_permission))
