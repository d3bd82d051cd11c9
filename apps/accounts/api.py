"""HTTP of sessions and tokens."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth import login, logout, update_session_auth_hash
from django.db.models import QuerySet
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_protect, ensure_csrf_cookie
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny, BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.accounts import selectors, services
from apps.accounts.models import ApiToken, User
from apps.accounts.serializers import (
    LoginInput,
    NewTokenSerializer,
    PasswordInput,
    SessionSerializer,
    TokenInput,
    TokenSerializer,
)
from apps.core.viewsets import ScopedViewSet


# A login changes who the browser is: it needs the page's token although nobody is signed in yet.
@method_decorator([ensure_csrf_cookie, csrf_protect], name="dispatch")
@extend_schema(tags=["session"])
class Session(APIView):
    """Sign in, read the current user, sign out."""

    def get_permissions(self) -> list[BasePermission]:
        """Only signing in is open to everybody."""
        return [AllowAny() if self.request.method == "POST" else IsAuthenticated()]

    @extend_schema(responses=SessionSerializer)
    def get(self, request: Request) -> Response:
        """The current user, with tenant and projects."""
        return Response(_whoami(request))

    @extend_schema(request=LoginInput, responses=SessionSerializer)
    def post(self, request: Request) -> Response:
        """Sign in; the answer sets the session cookie."""
        sent = LoginInput(data=request.data)
        sent.is_valid(raise_exception=True)
        user = services.credentials_check(
            address=str(request.META.get("REMOTE_ADDR", "")), **sent.validated_data
        )
        login(request._request, user, backend="django.contrib.auth.backends.ModelBackend")
        request.user = user
        return Response(_whoami(request))

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Sign out."""
        logout(request._request)
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(tags=["session"])
class Password(APIView):
    """One's own password."""

    @extend_schema(request=PasswordInput, responses={204: None})
    def post(self, request: Request) -> Response:
        """Change it; all of one's other sessions end."""
        sent = PasswordInput(data=request.data)
        sent.is_valid(raise_exception=True)
        address = str(request.META.get("REMOTE_ADDR", ""))
        user = services.password_change(
            actor=cast(User, request.user), address=address, **sent.validated_data
        )
        if request.auth is None:
            # This session stays open, under a new key; a script's token belongs to none.
            update_session_auth_hash(request._request, user)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _whoami(request: Request) -> Any:
    shown = SessionSerializer(selectors.whoami(cast(User, request.user)), context={"request": request})
    return shown.data


@extend_schema(tags=["session"])
class Tokens(ScopedViewSet):
    """One's own tokens for scripts."""

    model = ApiToken
    serializer_class = TokenSerializer

    def scope(self) -> QuerySet[ApiToken]:
        """Own tokens."""
        return selectors.tokens(self.actor)

    def list(self, request: Request) -> Response:
        """Own tokens, without their secrets."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=TokenInput, responses={201: NewTokenSerializer})
    def create(self, request: Request) -> Response:
        """Make a token; `token` is in this answer and never again."""
        token = services.token_create(actor=self.actor, **self.validated_data(TokenInput))
        return Response(NewTokenSerializer(token).data, status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID, **_: Any) -> Response:
        """Withdraw a token."""
        services.token_delete(actor=self.actor, token=self.get_object_or_404(id))
        return Response(status=status.HTTP_204_NO_CONTENT)
