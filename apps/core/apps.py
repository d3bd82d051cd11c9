"""Registration with Django."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """What every app stands on; no business of its own."""

    name = "apps.core"
    label = "core"
