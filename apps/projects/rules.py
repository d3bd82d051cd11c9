"""Who may do what: the permissions of all apps, each checked on an object that belongs to a project."""

from collections.abc import Callable
from typing import Any

import rules

from apps.core.app_config import Permission, permissions
from apps.core.permissions import Actor
from apps.projects import selectors


def holds(permission: Permission) -> Callable[[Any, Any], bool]:
    """A predicate: the actor's roles, in the tenant and in the object's project, include `permission`."""
    name = permission.name

    def predicate(actor: Actor, on: Any = None) -> bool:
        if not (actor.is_authenticated and actor.is_active):
            return False
        if on is None or permission.tenant:
            return name in selectors.tenant_permissions(actor)
        return name in selectors.permissions(actor, on.project)

    return predicate


for _name, _permission in permissions().items():
    rules.add_perm(_name, rules.predicate(holds(_permission), name=_name))
