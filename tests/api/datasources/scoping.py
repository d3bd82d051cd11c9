"""The routes of data sources, for the scoping tests."""

from tests.api.scoping import Scoping

CONNECTION = {"kind": "kafka", "config": {"bootstrap_servers": "kafka.example:9092"}}
SCOPING = Scoping(
    objects={"datasources": lambda room: room.datasource},
    bodies={
        "datasources/": lambda _: {"name": "another", **CONNECTION},
        "datasources/attach/": lambda room: {"datasource": str(room.datasource.pk)},
        "datasources/test/": lambda _: CONNECTION,
    },
    without_ids=frozenset({"datasource-kinds/"}),
)
