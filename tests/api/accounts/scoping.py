"""The routes of sessions and tokens, for the scoping tests."""

from tests.api.scoping import Scoping

SCOPING = Scoping(
    objects={"tokens": lambda room: room.token},
    without_ids=frozenset({"session/", "session/password/", "tokens/"}),
)
