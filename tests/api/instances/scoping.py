"""The routes of instances, for the scoping tests."""

from tests.api.scoping import Scoping

SCOPING = Scoping(bodies={"instances/": lambda _: {"version": 1}})
