"""Delta reduction: few things that still have the effect, and honest about time."""

from __future__ import annotations

import time
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from penstock.testkit.delta_debugging import ddmin


@given(st.sets(st.integers(0, 59)), st.integers(1, 9))
def test_what_is_needed_is_what_is_left(needed: set[int], batch: int) -> None:
    def holds(sets: Sequence[Sequence[int]]) -> list[bool]:
        return [needed <= set(one) for one in sets]

    found = ddmin(range(60), holds, deadline=time.monotonic() + 60, batch=batch)
    assert found == (sorted(needed), True)


def test_either_of_two_will_do() -> None:
    def holds(sets: Sequence[Sequence[int]]) -> list[bool]:
        return [3 in one or {7, 8} <= set(one) for one in sets]

    assert ddmin(range(40), holds, deadline=time.monotonic() + 60) in (([3], True), ([7, 8], True))


def test_without_time_nothing_is_said_to_be_needed() -> None:
    items = list(range(20))
    assert ddmin(items, lambda sets: [True] * len(sets), deadline=0) == (items, False)
