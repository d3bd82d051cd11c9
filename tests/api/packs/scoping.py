"""The routes of data packs and recordings, for the scoping tests."""

from typing import Any

from tests.api.factories import Room
from tests.api.scoping import Scoping

COLUMNS = [{"name": "a", "type": "INT"}]


def _recording(room: Room) -> dict[str, Any]:
    source = str(room.datasource.pk)
    return {"name": "other", "topic": "orders", "rows": 1, "seconds": 1, "datasource": source}


SCOPING = Scoping(
    objects={"packs": lambda room: room.pack, "recordings": lambda room: room.recording},
    bodies={
        "packs/": lambda _: {"name": "other", "columns": COLUMNS, "rows": []},
        "packs/inspect/": lambda _: {"columns": COLUMNS, "rows": []},
        "packs/<uuid:id>/": lambda _: {"name": "other"},
        "packs/<uuid:id>/versions/": lambda _: {"rows": []},
        "recordings/": _recording,
    },
)
