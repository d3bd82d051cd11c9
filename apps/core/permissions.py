"""The permission check that every service makes first."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from apps.core.errors import Forbidden


class Actor(Protocol):
    """Who makes a request: the user of `apps.accounts`, which builds on this app and on projects."""

    @property
    def pk(self) -> UUID:
        """The user's id."""

    @property
    def tenant_id(self) -> UUID:
        """The tenant that the user belongs to."""

    @property
    def tenant_roles(self) -> Sequence[str]:
        """The user's roles in the whole tenant."""

    @property
    def is_active(self) -> bool:
        """Whether the user may sign in."""

    @property
    def is_authenticated(self) -> bool:
        """False for an anonymous visitor."""

    def has_perm(self, permission: str, on: object = None) -> bool:
        """Whether the user's roles grant `permission` on `on`."""


def require(actor: Actor, permission: str, on: object = None) -> None:
    """Check that `actor` holds `permission` on `on`, anything with a `project`.

    Raises:
        Forbidden: The actor's roles do not include it.
    """
    if not actor.has_perm(permission, on):
        raise Forbidden(
            f"Your roles do not include the permission “{permission}”: ask an administrator of the project."
        )
