"""Addresses of sessions and tokens."""

from django.urls import path

from apps.accounts.api import Password, Session, Tokens

urlpatterns = [
    path("session/", Session.as_view()),
    path("session/password/", Password.as_view()),
    path("tokens/", Tokens.as_view({"get": "list", "post": "create"})),
    path("tokens/<uuid:id>/", Tokens.as_view({"delete": "destroy"})),
]
