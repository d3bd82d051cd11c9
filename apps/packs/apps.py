"""Registration with Django."""

from django.apps import AppConfig


class PacksConfig(AppConfig):
    """Data packs: rows for tests, uploaded, typed in or recorded from a topic."""

    name = "apps.packs"
    label = "packs"
