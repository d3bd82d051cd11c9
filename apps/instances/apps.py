"""Registration with Django."""

from django.apps import AppConfig


class InstancesConfig(AppConfig):
    """Instances: what runs, what shall run, and the loop between the two."""

    name = "apps.instances"
    label = "instances"

    def ready(self) -> None:
        """Listen to what happens elsewhere."""
        from apps.instances import lifecycle  # noqa: F401
