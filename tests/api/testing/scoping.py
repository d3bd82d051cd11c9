"""The routes of unit tests, their runs and traces, for the scoping tests."""

from tests.api.scoping import Scoping

SCOPING = Scoping(
    objects={
        "cases": lambda room: room.case,
        "runs": lambda room: room.run,
        "traces": lambda room: room.trace,
    },
    bodies={
        "cases/": lambda _: {"name": "New", "definition": {}},
        "cases/<uuid:id>/": lambda _: {"revision": 1, "name": "New"},
        "runs/": lambda _: {"definition": {}},
        "traces/": lambda _: {"output": "shown", "row": 0},
        "timeline/": lambda _: {"inputs": {}},
    },
)
