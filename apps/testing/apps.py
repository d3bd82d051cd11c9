"""Registration with Django."""

from django.apps import AppConfig


class TestingConfig(AppConfig):
    """Unit tests of jobs: cases, their runs on the test cluster, and the suite of each version."""

    name = "apps.testing"
    label = "testing"

    def ready(self) -> None:
        """Listen to what happens elsewhere."""
        from apps.testing import lifecycle  # noqa: F401
