"""Every write of sessions and tokens."""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from apps.accounts.models import ApiToken, FailedLogin, User
from apps.accounts.tokens import digest, new_token
from apps.core.errors import ApplicationError, Invalid, TooMany
from apps.projects.models import Tenant
from apps.projects.roles import TenantRole

WINDOW = timedelta(minutes=5)
TRIES_PER_NAME, TRIES_PER_ADDRESS = 10, 50


def credentials_check(*, username: str, password: str, address: str) -> User:
    """The user whose password this is; the same refusal whether name, password or account is at fault.

    Raises:
        TooMany: There were too many failed attempts for this name or from this address.
        ApplicationError: The name or the password is wrong, or the account is disabled.
    """
    recent = FailedLogin.objects.filter(at__gt=timezone.now() - WINDOW, address=address)
    if recent.filter(username=username).count() >= TRIES_PER_NAME or recent.count() >= TRIES_PER_ADDRESS:
        raise TooMany("Too many failed attempts: please wait five minutes and try again.")
    user = authenticate(username=username, password=password)
    if isinstance(user, User):
        recent.filter(username=username).delete()
        return user
    FailedLogin.objects.filter(at__lt=timezone.now() - WINDOW).delete()
    FailedLogin.objects.create(username=username, address=address)
    raise ApplicationError("The user name or the password is wrong.", code="wrong-credentials", status=400)


def password_change(*, actor: User, old: str, new: str, address: str) -> User:
    """Give the actor another password; every session that was opened with the old one ends.

    Guesses count as failed logins: a page left open must not be a way around their limit.

    Raises:
        TooMany: There were too many failed attempts for this name or from this address.
        Invalid: The old password is wrong, or the new one is too weak or the same.
    """
    try:
        user = credentials_check(username=actor.username, password=old, address=address)
    except TooMany:
        raise
    except ApplicationError:
        raise Invalid.field("old", "This is not your present password.") from None
    if new == old:
        raise Invalid.field("new", "This is your present password.")
    _require_strong("new", new, user)
    user.set_password(new)
    user.save(update_fields=["password", "updated_at"])
    return user


@transaction.atomic
def admin_create(*, tenant: str, username: str, password: str) -> User:
    """Create an administrator of a tenant, and the tenant if it is missing.

    Args:
        tenant: The tenant's name.
        username: The account's name, unique in the installation.
        password: Its password, which must be as strong as a person's own choice.

    Raises:
        Invalid: There is a user of that name, a name is empty or too long, or the password is weak.
    """
    tenant, username = tenant.strip(), username.strip()
    if User.objects.filter(username=username).exists():
        raise Invalid.field("username", f"There is a user {username} already.")
    _require_name("tenant", "The tenant's name", Tenant.name.field, tenant)
    _require_name("username", "The user name", User.username.field, username)
    found, _ = Tenant.objects.get_or_create(name=tenant)
    user = User(username=username, tenant=found, tenant_roles=[TenantRole.ADMIN])
    _require_strong("password", password, user)
    user.set_password(password)
    user.save()
    return user


def _require_name(field: str, what: str, column: "models.CharField[str, str]", value: str) -> None:
    try:
        column.clean(value, None)
    except ValidationError as error:
        raise Invalid.field(field, f"{what} is not valid: {' '.join(error.messages)}") from None


def _require_strong(field: str, password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), fields={field: error.messages}) from None


@transaction.atomic
def token_create(*, actor: User, name: str, expires_at: datetime | None = None) -> ApiToken:
    """A token that acts as the actor; its secret is on the returned object as `secret` and nowhere else.

    Raises:
        Invalid: The time of expiry has passed.
    """
    if expires_at is not None and expires_at <= timezone.now():
        raise Invalid.field("expires_at", "The time of expiry has passed already.")
    secret = new_token()
    token = ApiToken.objects.create(
        user=actor, name=name, prefix=secret[:10], digest=digest(secret), expires_at=expires_at
    )
    token.secret = secret
    return token


def token_delete(*, actor: User, token: ApiToken) -> None:
    """Withdraw one of the actor's tokens at once."""
    actor.tokens.filter(pk=token.pk).delete()
