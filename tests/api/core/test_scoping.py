"""Every route, from outside: nobody sees or changes what isn't theirs, and nobody can tell it exists.

The routes come from the URL configuration, so a new one can't be forgotten.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from tests.api.factories import Room, World, client
from tests.api.scoping import load_scoping

PUBLIC = {("post", "session/"), ("get", "openapi.json")}
SCOPING = load_scoping()


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    path: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.path}"

    def at(self, **ids: Any) -> str:
        """The address with these ids in it."""
        path = self.path
        for name in self.names:
            start = path.index("<")
            end = path.index(">")
            path = f"{path[:start]}{ids[name]}{path[end + 1 :]}"
        return f"/api/{path}"


def routes() -> Iterator[Route]:
    """Every route under /api/ with its methods."""
    for pattern, path in _patterns(get_resolver().url_patterns, ""):
        if not path.startswith("api/"):
            continue
        for method in _methods(pattern):
            yield Route(method, path.removeprefix("api/"), tuple(pattern.pattern.converters))


def _patterns(entries: list[Any], prefix: str) -> Iterator[tuple[URLPattern, str]]:
    for entry in entries:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry.url_patterns, path)
        else:
            yield entry, path


def _methods(pattern: URLPattern) -> list[str]:
    actions = getattr(pattern.callback, "actions", None)
    view = getattr(pattern.callback, "cls", None) or getattr(pattern.callback, "view_class", None)
    known = actions or {
        name: name for name in ("get", "post", "put", "patch", "delete") if hasattr(view, name)
    }
    return [method for method in known if method != "head"]


ALL = sorted(routes(), key=str)
WITH_IDS = [route for route in ALL if route.names]


def ids(route: Route, room: Room) -> dict[str, Any]:
    """The ids of a room's things, for the names that a route takes."""
    found: dict[str, Any] = {
        "project": room.project.pk,
        "job": room.job.pk,
        "instance": room.instance.pk,
        "number": room.version.number,
        "name": "shown",
    }
    if "id" in route.names:
        noun = route.path.split("<uuid:id>")[0].rstrip("/").rsplit("/", 1)[-1]
        assert noun in SCOPING.objects, f"{route}: add {noun!r} to the objects of its app's scoping.py."
        found["id"] = SCOPING.objects[noun](room).pk
    assert set(route.names) <= set(found), f"Teach this test what {route.names} of {route} mean."
    return found


def unknown(route: Route) -> dict[str, Any]:
    """Ids that nothing has."""
    return {name: 999_999 if name == "number" else uuid.uuid4() for name in route.names}


def test_the_url_configuration_is_read() -> None:
    assert len(ALL) > 60
    assert {route.path for route in ALL if not route.names} == SCOPING.without_ids | {"openapi.json"}


@pytest.mark.parametrize("route", ALL, ids=str)
def test_anonymous_gets_401(route: Route, world: World) -> None:
    if (route.method, route.path) in PUBLIC:
        return
    answer = _ask(client(), route, ids(route, world.shop))
    assert answer.status_code == 401, answer.content
    assert answer.json()["error"]["code"] in {"not-authenticated", "authentication-failed"}


@pytest.mark.parametrize("route", WITH_IDS, ids=str)
def test_other_project_and_other_tenant_look_unknown(route: Route, world: World) -> None:
    stranger = world.shop.client
    nothing = _ask(stranger, route, unknown(route))
    assert nothing.status_code == 404
    for room in (world.office, world.foreign):
        answer = _ask(stranger, route, ids(route, room))
        assert (answer.status_code, answer.json()) == (404, nothing.json())


@pytest.mark.parametrize("route", [r for r in WITH_IDS if len({*r.names} - {"name"}) > 1], ids=str)
def test_own_project_does_not_open_what_is_in_another(route: Route, world: World) -> None:
    """The outer id is ours, the inner one somebody else's."""
    inner = "number" if "number" in route.names else "id"
    if inner == "number":
        world.office.job.versions.model.objects.bulk_create(
            [
                type(world.office.version)(
                    job=world.office.job, number=7, graph={}, script={}, created_by=world.office.admin
                )
            ]
        )
    for room in (world.office, world.foreign):
        mixed = {**ids(route, world.shop), inner: 7 if inner == "number" else ids(route, room)["id"]}
        assert _ask(world.shop.client, route, mixed).status_code == 404


@pytest.mark.parametrize("route", [r for r in ALL if r.method != "get" and r.names], ids=str)
def test_a_viewer_changes_nothing(route: Route, world: World) -> None:
    if route.path.endswith("/check/"):
        return  # a question, not a change
    viewer = client(world.shop.member("viewer"))
    answer = _ask(viewer, route, ids(route, world.shop), _valid(route, world.shop))
    # Tokens belong to a person: to anybody else they don't exist.
    assert answer.status_code == (404 if route.path.startswith("tokens/") else 403), answer.content


def _valid(route: Route, room: Room) -> dict[str, Any]:
    """A body that would be accepted from somebody who may."""
    endings = [ending for ending in SCOPING.bodies if f"/{route.path}".endswith(f"/{ending}")]
    return SCOPING.bodies[max(endings, key=len)](room) if endings else {}


def _ask(asker: APIClient, route: Route, given: dict[str, Any], body: dict[str, Any] | None = None) -> Any:
    return (
        getattr(asker, route.method)(route.at(**given), body or {}, format="json")
        if route.method != "get"
        else (asker.get(route.at(**given)))
    )
