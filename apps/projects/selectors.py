"""Every read of projects, scoped to the actor."""

from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Prefetch, Q, QuerySet

from apps.core.errors import NotFound
from apps.core.permissions import Actor
from apps.projects.models import Membership, Project
from apps.projects.roles import grants, permissions_of


def projects(actor: Actor) -> QuerySet[Project]:
    """The projects that the actor may enter: their own, or all of the tenant by a tenant role."""
    mine = Project.objects.filter(tenant_id=actor.tenant_id).select_related("tenant")
    if "project.view" in tenant_permissions(actor):
        return mine
    return mine.filter(memberships__user=actor.pk)


def projects_where(actor: Actor, permission: str) -> QuerySet[Project]:
    """The projects in which the actor holds `permission`."""
    mine = Project.objects.filter(tenant_id=actor.tenant_id)
    if permission in tenant_permissions(actor):
        return mine
    holders = [str(role) for role, granted in grants().items() if permission in granted]
    return mine.filter(memberships__user=actor.pk, memberships__roles__overlap=holders)


def projects_with_roles(actor: Actor) -> QuerySet[Project]:
    """The same, with `memberships` fetched in one query more and holding the actor's own only."""
    return projects(actor).prefetch_related(Prefetch("memberships", Membership.objects.filter(user=actor.pk)))


def project_get(actor: Actor, id: UUID | str) -> Project:
    """One project.

    Raises:
        NotFound: The id is unknown to the actor.
    """
    project = projects(actor).filter(id=id).first()
    if project is None:
        raise NotFound
    return project


def may_enter(actor: Actor, project: UUID | str) -> bool:
    """Whether the actor may see this project now."""
    return bool(actor.is_active) and projects(actor).filter(id=project).exists()


def in_visible_projects(actor: Actor, field: str = "project") -> Q:
    """The condition that keeps rows of any model to the actor's projects; `field` leads to the project."""
    return Q(**{f"{field}__in": projects(actor).values("id")})


def tenant_permissions(actor: Actor) -> frozenset[str]:
    """What the actor may do in every project of the tenant."""
    return permissions_of(actor.tenant_roles)


def roles(actor: Actor, project: Project) -> list[str]:
    """The actor's roles in a project."""
    found = Membership.objects.filter(project=project, user=actor.pk).values_list("roles", flat=True).first()
    return list(found or [])


def permissions(actor: Actor, project: Project) -> frozenset[str]:
    """Everything that the actor may do in a project; nothing in another tenant's."""
    if project.tenant_id != actor.tenant_id:
        return frozenset()
    return tenant_permissions(actor) | permissions_of(roles(actor, project))


def members(actor: Actor, project: Project) -> QuerySet[Membership]:
    """The people of a project."""
    return Membership.objects.filter(in_visible_projects(actor), project=project).select_related("user")


def colleague(actor: Actor, username: str) -> Any:
    """The active user of the actor's tenant with this name, or None."""
    return (
        get_user_model().objects.filter(tenant_id=actor.tenant_id, username=username, is_active=True).first()
    )
