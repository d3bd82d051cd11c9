"""The base of every view: reads are scoped to the actor before anybody can forget it."""

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.viewsets import GenericViewSet

if TYPE_CHECKING:
    # The model that AUTH_USER_MODEL names: `apps.accounts`, which imports this app.
    from django.contrib.auth.models import _User as User


class ScopedViewSet(GenericViewSet[Any]):
    """A view set whose every object comes from `scope(actor)`; there is no other way to a row.

    `inputs` is the serializer of what is sent, `serializer_class` of what is answered.
    """

    model: type[Model]

    @property
    def actor(self) -> "User":
        """The user who makes the request (a token acts as its user)."""
        # The permission classes have turned anonymous visitors away.
        return cast("User", self.request.user)

    def scope(self) -> QuerySet[Any]:
        """What the actor may see, from the app's selectors.

        Raises:
            ImproperlyConfigured: The view set does not override it.
        """
        raise ImproperlyConfigured(f"{type(self).__name__} must say what its actor may see.")

    def get_queryset(self) -> QuerySet[Any]:
        """The scoped rows; an empty set of the model when only the schema is generated."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.scope()

    def get_object_or_404(self, id: UUID | str, **more: Any) -> Any:
        """The row with this id within the actor's scope, or the 404 that every unknown id gets."""
        return get_object_or_404(self.get_queryset(), id=id, **more)

    def validated_data(self, serializer: type[BaseSerializer[Any]], **options: Any) -> dict[str, Any]:
        """The validated body of the request."""
        parsed = serializer(data=self.request.data, **options)
        parsed.is_valid(raise_exception=True)
        return cast(dict[str, Any], parsed.validated_data)

    def query_params(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The validated query parameters."""
        parsed = serializer(data=self.request.query_params.dict())
        parsed.is_valid(raise_exception=True)
        return cast(dict[str, Any], parsed.validated_data)

    def serialize(self, value: Model | Any, **options: Any) -> Any:
        """`value` as this view's JSON."""
        return self.get_serializer(value, **options).data

    def paginated_response(self, rows: QuerySet[Any] | list[Any]) -> Response:
        """A page of rows as a response."""
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.serialize(page, many=True))
