"""The routes of tables, for the scoping tests."""

from typing import Any

from tests.api.factories import Room
from tests.api.scoping import Scoping


def _table(room: Room) -> dict[str, Any]:
    return {"datasource": str(room.datasource.pk), "name": "other"}


SCOPING = Scoping(
    objects={"tables": lambda room: room.table},
    bodies={
        "tables/": lambda room: {**_table(room), "columns": [{"name": "a", "type": "INT"}]},
        "tables/infer/": _table,
    },
)
