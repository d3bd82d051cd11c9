"""Registration with Django."""

from django.apps import AppConfig


class DatasourcesConfig(AppConfig):
    """Connections to the stores of a tenant."""

    name = "apps.datasources"
    label = "datasources"
