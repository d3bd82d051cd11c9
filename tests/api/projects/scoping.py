"""The routes of projects and their members, for the scoping tests."""

from tests.api.scoping import Scoping

SCOPING = Scoping(
    objects={"members": lambda room: room.membership},
    bodies={
        "members/": lambda room: {"username": room.admin.username, "roles": ["viewer"]},
        "members/<uuid:id>/": lambda _: {"roles": ["viewer"]},
    },
    without_ids=frozenset({"projects/"}),
)
