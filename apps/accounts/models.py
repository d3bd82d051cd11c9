"""Users with their tenant, tokens for scripts, and failed logins."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from rules import has_perm

from apps.core.models import Base
from apps.projects.models import Tenant
from apps.projects.roles import TenantRole


class Users(BaseUserManager["User"]):
    """Creates users; Django's commands and tests call it."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """A user with a hashed password."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(Base, AbstractBaseUser):
    """A person of one tenant. What they may do comes from roles only; there are no superusers."""

    tenant = models.ForeignKey(Tenant, models.PROTECT, related_name="users")
    username = models.CharField(max_length=100)
    full_name = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    tenant_roles = ArrayField(
        models.CharField(max_length=40, choices=TenantRole.choices), default=list, blank=True
    )

    objects = Users()

    USERNAME_FIELD = "username"

    class Meta:
        ordering = ["username"]
        constraints = [
            models.UniqueConstraint(
                fields=["username"], name="username", violation_error_message="This user name is taken."
            )
        ]

    def __str__(self) -> str:
        return self.username

    def has_perm(self, permission: str, on: object = None) -> bool:
        """Whether the user's roles grant `permission` on `on` (see apps/projects/rules.py)."""
        return self.is_active and bool(has_perm(permission, self, on))


class ApiToken(Base):
    """A key for scripts: acts as its user. Only a digest is kept, so it can be shown once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12, help_text="The first characters, to tell tokens apart")
    digest = models.CharField(max_length=64, editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    secret: str = ""  # on a token just made, for the one answer that shows it

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["digest"], name="token_digest"),
            models.UniqueConstraint(
                fields=["user", "name"],
                name="token_name",
                violation_error_message="You have a token of this name already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… ({self.name})"


class FailedLogin(models.Model):
    """A wrong password; too many in a while and the door stays shut. In PostgreSQL: Redis may be away."""

    username = models.CharField(max_length=100)
    address = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="failed_login_at")]

    def __str__(self) -> str:
        return f"{self.username} from {self.address}"
