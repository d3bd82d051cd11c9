"""Registration with Django."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demo tenant; nothing else stands on it."""

    name = "apps.demo"
    label = "demo"
