"""Old documents become new ones, one version at a time.

`STEPS[n]` turns a document of version n into one of version n + 1. A step is never edited after it was
released: a changed mind is a further step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import JsonValue

GraphDocument = Mapping[str, JsonValue]
"""The JSON form of a graph of any version; `penstock.graph.document.Graph.load` says whether it is one."""


class UpgradeError(ValueError):
    """The document's version is unknown; the message says what is."""


def _restart_and_notes(old: GraphDocument) -> GraphDocument:
    """0 → 1: remarks came to the canvas, and the restart strategy to the settings.

    Version 0 left restarts to the cluster, whose default for a job with checkpoints was a fixed delay.
    """
    settings = old.get("settings", {})
    if isinstance(settings, dict):  # otherwise loading says what is wrong with it
        settings = {"restart": "fixed-delay", **settings}
    return {"notes": [], **old, "settings": settings}


STEPS: tuple[Callable[[GraphDocument], GraphDocument], ...] = (_restart_and_notes,)
LATEST = len(STEPS)


def upgrade(document: GraphDocument) -> GraphDocument:
    """`document` in the latest version; the argument itself stays as it is.

    A document without a version is taken for the latest, so that graphs typed by hand stay short.

    Raises:
        UpgradeError: The version is unknown, for example that of a newer Penstock.
    """
    version = document.get("version", LATEST)
    if isinstance(version, bool) or not isinstance(version, int) or not 0 <= version <= LATEST:
        raise UpgradeError(
            f"This graph has version {version!r}; this Penstock reads versions 0 to {LATEST}."
            " A newer Penstock may have written it."
        )
    for number in range(version, LATEST):
        document = {**STEPS[number](document), "version": number + 1}
    return document
