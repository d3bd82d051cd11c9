"""What the scoping tests have to know of an app's routes; each app has it in `tests/api/<app>/scoping.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db.models import Model

from tests.api.factories import Room


@dataclass(frozen=True)
class Scoping:
    """The routes of an app.

    Args:
        objects: what `<noun>/<uuid:id>/` names in a room, by the noun.
        bodies: a body that is accepted from somebody who may, by the end of the address.
        without_ids: the addresses that name nothing, since they show only what is the asker's own.
    """

    objects: Mapping[str, Callable[[Room], Model]] = field(default_factory=dict)
    bodies: Mapping[str, Callable[[Room], dict[str, Any]]] = field(default_factory=dict)
    without_ids: frozenset[str] = frozenset()


def load_scoping() -> Scoping:
    """The routes of all apps together."""
    folders = sorted(path.parent.name for path in Path(__file__).parent.glob("*/scoping.py"))
    parts: list[Scoping] = [import_module(f"tests.api.{folder}.scoping").SCOPING for folder in folders]
    return Scoping(
        {noun: find for part in parts for noun, find in part.objects.items()},
        {ending: body for part in parts for ending, body in part.bodies.items()},
        frozenset().union(*(part.without_ids for part in parts)),
    )
