"""Registration with Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People: users, sessions, tokens."""

    name = "apps.accounts"
    label = "accounts"
