"""Hooks call their steps in order, and a step that raises ends the call."""

import pytest

from apps.core.errors import Conflict
from apps.core.lifecycle import Hook


def test_steps_are_called_in_the_order_of_their_registration() -> None:
    hook: Hook[[int], str] = Hook("counted")
    hook.add_step(lambda number: f"first {number}")
    hook.add_step(lambda number: f"second {number}")
    assert hook.call(3) == ["first 3", "second 3"]


def test_a_step_that_raises_forbids_the_rest() -> None:
    hook: Hook[[], None] = Hook("forbidden")
    called: list[str] = []

    def forbid() -> None:
        raise Conflict("Not now.")

    hook.add_step(forbid)
    hook.add_step(lambda: called.append("later"))
    with pytest.raises(Conflict):
        hook.call()
    assert called == []


def test_a_step_is_added_once() -> None:
    def step() -> None:
        return None

    hook: Hook[[], None] = Hook("once")
    hook.add_step(step)
    with pytest.raises(ValueError, match="is a step of once already"):
        hook.add_step(step)
