"""Every write of projects and members."""

from django.db import transaction

from apps.core.errors import Conflict, Invalid
from apps.core.permissions import Actor, require
from apps.projects import events, selectors
from apps.projects.lifecycle import project_created
from apps.projects.models import Membership, Project
from apps.projects.roles import ProjectRole


@transaction.atomic
def project_create(*, actor: Actor, name: str, description: str = "") -> Project:
    """Create a project; its creator becomes its administrator, and other apps add what every project has.

    Raises:
        Forbidden: The actor lacks the permission `tenant.create-project`.
    """
    require(actor, "tenant.create-project")
    project = Project.objects.create(tenant_id=actor.tenant_id, name=name, description=description)
    Membership.objects.create(project=project, user_id=actor.pk, roles=[ProjectRole.ADMIN])
    project_created.call(project)
    events.changed(project)
    return project


@transaction.atomic
def project_edit(*, actor: Actor, project: Project, **changes: str) -> Project:
    """Change name or description.

    Raises:
        Forbidden: The actor lacks the permission `project.edit`.
    """
    require(actor, "project.edit", on=project)
    for field in changes:
        setattr(project, field, changes[field])
    project.save(update_fields=[*changes, "updated_at"])
    events.changed(project)
    return project


@transaction.atomic
def member_add(*, actor: Actor, project: Project, username: str, roles: list[str]) -> Membership:
    """Add a colleague to the project.

    Raises:
        Forbidden: The actor lacks the permission `project.members`.
        Invalid: The organisation has no user of that name.
    """
    require(actor, "project.members", on=project)
    user = selectors.colleague(actor, username)
    if user is None:
        raise Invalid.field("username", f"Your organisation has no user called “{username}”.")
    member = Membership.objects.create(project=project, user=user, roles=_distinct(roles))
    events.changed(project)
    return member


@transaction.atomic
def member_edit(*, actor: Actor, member: Membership, roles: list[str]) -> Membership:
    """Give a member other roles.

    Raises:
        Forbidden: The actor lacks the permission `project.members`.
        Conflict: The project would lose its last administrator.
    """
    require(actor, "project.members", on=member.project)
    if ProjectRole.ADMIN not in roles:
        _keep_an_administrator(member)
    member.roles = _distinct(roles)
    member.save(update_fields=["roles", "updated_at"])
    events.changed(member.project)
    return member


@transaction.atomic
def member_remove(*, actor: Actor, member: Membership) -> None:
    """Withdraw a member's access; their open pages close within seconds.

    Raises:
        Forbidden: The actor lacks the permission `project.members`.
        Conflict: The project would lose its last administrator.
    """
    require(actor, "project.members", on=member.project)
    _keep_an_administrator(member)
    project = member.project
    member.delete()
    events.changed(project)
    events.revoked(project)


def _distinct(roles: list[str]) -> list[str]:
    return sorted(set(roles))


def _keep_an_administrator(member: Membership) -> None:
    """Refuse to lose the last administrator; the project's row is locked, so two can't leave at once."""
    Project.objects.select_for_update().get(pk=member.project_id)
    others = Membership.objects.filter(project=member.project_id, roles__contains=[ProjectRole.ADMIN])
    if ProjectRole.ADMIN in member.roles and not others.exclude(pk=member.pk).exists():
        raise Conflict("The project needs an administrator: give somebody else that role first.")
