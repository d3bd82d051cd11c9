"""The routes of jobs, folders, drafts and versions, for the scoping tests."""

from tests.api.scoping import Scoping

SCOPING = Scoping(
    objects={"folders": lambda room: room.folder},
    bodies={
        "folders/": lambda _: {"name": "New"},
        "jobs/": lambda _: {"name": "New"},
        "draft/": lambda _: {"graph": {"nodes": []}, "revision": 1},
        "preview/": lambda _: {"node": "n1"},
    },
    without_ids=frozenset({"operators/", "graph-schema/", "functions/"}),
)
