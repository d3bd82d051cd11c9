"""The permission check that every service makes first."""

from typing import Any

from apps.core.errors import Forbidden


def require(actor: Any, permission: str, on: Any = None) -> None:
    """Raise Forbidden unless `actor` holds `permission` on `on`, anything with a `project`."""
    if not actor.has_perm(permission, on):
        raise Forbidden(
            f"Your roles do not include the permission “{permission}”: ask an administrator of the project."
        )
