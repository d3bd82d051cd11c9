"""Old documents: every step leads to the next version, and the whole way ends in a graph that loads."""

from __future__ import annotations

import copy

import pytest

from penstock.graph import upgrade
from penstock.graph.document import Graph

VERSION_0 = {
    "version": 0,
    "settings": {"time": "event", "parallelism": 2},
    "nodes": [{"id": "n1", "kind": "filter", "name": "f", "params": {"condition": "a > 1"}}],
    "edges": [],
}


def test_version_0_gets_notes_and_the_restart_that_it_had() -> None:
    graph = Graph.load(VERSION_0)
    assert graph.version == upgrade.LATEST == 1
    assert graph.notes == ()
    assert graph.settings.restart == "fixed-delay"
    assert graph.settings.parallelism == 2


def test_the_old_document_stays_as_it_is() -> None:
    before = copy.deepcopy(VERSION_0)
    upgrade.upgrade(VERSION_0)
    assert before == VERSION_0


def test_a_graph_without_a_version_is_of_the_latest() -> None:
    assert Graph.load({}).settings.restart == "exponential-delay"


def test_steps_are_taken_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = tuple(lambda old, n=n: {**old, "way": [*old.get("way", []), n]} for n in range(3))
    monkeypatch.setattr(upgrade, "STEPS", steps)
    monkeypatch.setattr(upgrade, "LATEST", 3)
    assert upgrade.upgrade({"version": 1}) == {"version": 3, "way": [1, 2]}
    assert upgrade.upgrade({"version": 3}) == {"version": 3}


@pytest.mark.parametrize("version", [-1, 2, "1", None, 1.0, True])
def test_unknown_versions(version: object) -> None:
    with pytest.raises(upgrade.UpgradeError, match="reads versions 0 to 1"):
        upgrade.upgrade({"version": version})
