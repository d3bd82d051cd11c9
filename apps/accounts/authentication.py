"""`Authorization: Bearer <token>` for scripts."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from apps.accounts.models import ApiToken, User
from apps.accounts.tokens import digest

if TYPE_CHECKING:
    # It reads REST framework's settings, which name this module.
    from drf_spectacular.openapi import AutoSchema


class TokenAuthentication(BaseAuthentication):
    """Acts as the token's user; unknown, expired and disabled all get the same answer."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The user and the token, None without the header.

        Raises:
            AuthenticationFailed: The token is unknown, expired or withdrawn, or its user is disabled.
        """
        scheme, _, value = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        now = timezone.now()
        token = (
            ApiToken.objects.select_related("user__tenant")
            .filter(
                Q(expires_at=None) | Q(expires_at__gt=now), digest=digest(value.strip()), user__is_active=True
            )
            .first()
        )
        if token is None:
            raise AuthenticationFailed("The token is unknown, expired or withdrawn.")
        if token.last_used_at is None or now - token.last_used_at > timedelta(minutes=1):
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What a 401 names."""
        return self.keyword


class TokenScheme(OpenApiAuthenticationExtension):
    """How the OpenAPI document names it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: "AutoSchema") -> dict[str, str]:
        """An HTTP bearer token."""
        return {"type": "http", "scheme": "bearer"}
