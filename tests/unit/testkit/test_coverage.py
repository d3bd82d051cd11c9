"""Coverage of several runs as one."""

from __future__ import annotations

from typing import Any

from penstock.testkit.coverage import merge


def branch(outcomes: dict[str, int], **more: Any) -> dict[str, Any]:
    place = {"node": "n", "kind": "where", "text": "x > 1", "line": 1, "column": 7}
    return {**place, **more, "outcomes": outcomes}


def test_runs_are_added_up_place_by_place() -> None:
    one = {"nodes": {"a": 3, "b": 0}, "branches": [branch({"true": 2, "false": 0, "unknown": 0})]}
    two = {
        "nodes": {"b": 1},
        "branches": [
            branch({"true": 1, "false": 4, "unknown": 0}),
            branch({"when 1": 1, "else": 0}, kind="case", line=2),
        ],
    }
    found = merge([one, two])
    assert found["nodes"] == {"a": 3, "b": 1}
    assert [b["outcomes"] for b in found["branches"]] == [
        {"true": 3, "false": 4, "unknown": 0},
        {"when 1": 1, "else": 0},
    ]
    # A way that need not exist counts once it was gone.
    assert (found["covered"], found["total"]) == (3, 4)
    unknown = {"nodes": {}, "branches": [branch({"true": 0, "false": 0, "unknown": 1})]}
    assert (merge([one, unknown])["covered"], merge([one, unknown])["total"]) == (2, 3)
    assert one["branches"][0]["outcomes"]["true"] == 2


def test_of_nothing_there_is_nothing() -> None:
    assert merge([]) == {"nodes": {}, "branches": [], "covered": 0, "total": 0}
