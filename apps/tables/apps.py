"""Registration with Django."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    """Topics and database tables with their columns."""

    name = "apps.tables"
    label = "tables"
