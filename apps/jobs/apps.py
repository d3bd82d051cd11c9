"""Registration with Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The job tree, drafts, locks and immutable versions."""

    name = "apps.jobs"
    label = "jobs"
