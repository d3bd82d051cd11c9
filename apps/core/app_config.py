"""What an app of Penstock declares: its permissions, events, periodic tasks and addresses.

Nothing else lists them: the settings of Celery's beat, the URLs, the table of permissions and the list of
event types are read from the installed apps.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps


@dataclass(frozen=True)
class Permission:
    """A right that services ask for with `apps.core.permissions.require`.

    `roles` are the roles that include it, besides the administrators, who have every right of their project
    or tenant. With `tenant` it is a right in the whole tenant, not in one project.
    """

    name: str
    roles: frozenset[str] = frozenset()
    tenant: bool = False


@dataclass(frozen=True)
class PeriodicTask:
    """A Celery task that beat sends every `seconds`; a message older than `expires` seconds is dropped."""

    task: str
    seconds: float
    expires: int


class PenstockApp(AppConfig):
    """The base of every app's configuration."""

    # Django takes the configuration class of an app from its `apps` module, where this base is imported too.
    default = False

    #: The rights that the app's services ask for.
    permissions: tuple[Permission, ...] = ()
    #: The types of the events that it announces, such as `job.changed`.
    events: tuple[str, ...] = ()
    periodic_tasks: tuple[PeriodicTask, ...] = ()

    def __init_subclass__(cls) -> None:
        cls.default = True

    def ready(self) -> None:
        """Register the app's lifecycle steps, if it has any."""
        register = getattr(self.optional_module("lifecycle"), "register", None)
        if register is not None:
            register()

    def optional_module(self, name: str) -> Any:
        """The module `<app>.<name>`, or None when the app has none."""
        full_name = f"{self.name}.{name}"
        return import_module(full_name) if find_spec(full_name) else None


def penstock_apps() -> Iterator[PenstockApp]:
    """The installed apps of Penstock, in the order of INSTALLED_APPS."""
    return (config for config in apps.get_app_configs() if isinstance(config, PenstockApp))


def url_modules() -> list[str]:
    """The `urls` modules of the apps that have one; each is included under /api/."""
    return [f"{app.name}.urls" for app in penstock_apps() if find_spec(f"{app.name}.urls")]


def websocket_patterns() -> list[Any]:
    """The WebSocket addresses of all apps (`websocket_urlpatterns` of their `urls`)."""
    return [
        pattern
        for module in url_modules()
        for pattern in getattr(import_module(module), "websocket_urlpatterns", [])
    ]


def event_types() -> list[str]:
    """The types of all events that a page may receive, sorted."""
    return sorted({event for app in penstock_apps() for event in app.events})


def permissions() -> dict[str, Permission]:
    """Every declared permission by its name."""
    return {permission.name: permission for app in penstock_apps() for permission in app.permissions}


def beat_schedule() -> Mapping[str, Mapping[str, Any]]:
    """The periodic tasks of all apps as Celery's `beat_schedule`."""
    return {
        one.task: {"task": one.task, "schedule": one.seconds, "options": {"expires": one.expires}}
        for app in penstock_apps()
        for one in app.periodic_tasks
    }
