"""The demo's tenant, users and project."""

from django.conf import settings
from django.db import transaction

from apps.accounts.models import User
from apps.environments.models import Environment
from apps.projects.models import Membership, Project, Tenant
from apps.projects.roles import ProjectRole, TenantRole

PASSWORD = "penstock-demo"  # noqa: S105 - printed on purpose, on a machine that only its owner reaches
USERS: tuple[tuple[str, str, list[TenantRole], list[ProjectRole]], ...] = (
    ("dev", "Dana Developer", [], [ProjectRole.DEVELOPER, ProjectRole.DATA]),
    ("ops", "Otto Operator", [], [ProjectRole.OPERATOR]),
    ("admin", "Ada Administrator", [TenantRole.ADMIN], [ProjectRole.ADMIN]),
)


@transaction.atomic
def seed_users() -> tuple[Project, dict[str, User]]:
    """Make what is missing; bring roles and addresses up to date."""
    tenant, _ = Tenant.objects.get_or_create(name="Acme")
    project, _ = Project.objects.get_or_create(
        tenant=tenant, name="Shop", defaults={"description": "Orders of an online shop, as they come in."}
    )
    people = {name: _user(tenant, name, full_name, roles) for name, full_name, roles, _ in USERS}
    for name, _, _, roles in USERS:
        Membership.objects.update_or_create(
            project=project, user=people[name], defaults={"roles": sorted(roles)}
        )
    for environment in Environment.Name.values:
        url = settings.FLINK_URLS[environment]
        Environment.objects.update_or_create(
            project=project, name=environment, defaults={"url": url, "ui_url": url}
        )
    return project, people


def _user(tenant: Tenant, name: str, full_name: str, roles: list[TenantRole]) -> User:
    found = User.objects.filter(username=name).first()
    if found is None:
        found = User.objects.create_user(name, PASSWORD, tenant=tenant, full_name=full_name)
    found.tenant_roles = list(roles)
    found.save(update_fields=["tenant_roles", "updated_at"])
    return found
