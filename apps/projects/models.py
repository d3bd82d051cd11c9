"""Tenants, their projects, and who works in them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.core.models import Base
from apps.projects.roles import ProjectRole

if TYPE_CHECKING:
    import uuid


class Tenant(Base):
    """An organisation. Nothing crosses tenants."""

    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name"], name="tenant_name", violation_error_message="A tenant of this name exists."
            )
        ]

    def __str__(self) -> str:
        return self.name


class Project(Base):
    """The room that a team works in."""

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="projects")
    name = models.CharField(max_length=100)
    description = models.CharField(max_length=1000, blank=True, default="")

    if TYPE_CHECKING:
        tenant_id: uuid.UUID

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["tenant", "name"],
                name="project_name",
                violation_error_message="A project of this name exists already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def project(self) -> "Project":
        """Itself: whatever belongs to a project says which (see rules)."""
        return self


class Membership(Base):
    """One person in one project, with one or several roles."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    roles = ArrayField(models.CharField(max_length=40, choices=ProjectRole.choices))

    if TYPE_CHECKING:
        project_id: uuid.UUID
        user_id: uuid.UUID

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "user"],
                name="one_membership",
                violation_error_message="This person is a member of the project already.",
            ),
            models.CheckConstraint(
                condition=models.Q(roles__len__gt=0),
                name="membership_has_role",
                violation_error_message="A member needs at least one role.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.project}"
