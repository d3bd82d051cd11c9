"""The services of the local stack by name."""

from collections.abc import Iterable

from penstock.local.errors import LocalError
from penstock.local.services.base import Service
from penstock.local.services.control_plane import Beat, Bench, Planner, Web, Worker
from penstock.local.services.flink import JobManager, TaskManager
from penstock.local.services.kafka import Kafka
from penstock.local.services.postgres import Postgres
from penstock.local.services.producer import Producer
from penstock.local.services.redis import Redis
from penstock.local.services.zookeeper import ZooKeeper

# All ports are assigned up front, so that addresses are known before anything runs.
PORTS = (
    *("web", "postgres", "redis", "kafka", "kafka-controller", "zookeeper"),
    *("flink-test", "flink-production"),
)
DEMO: frozenset[str] = frozenset(
    {
        "postgres",
        "redis",
        "kafka",
        "flink-test",
        "flink-production",
        "web",
        "worker",
        "planner",
        "bench",
        "beat",
        "producer",
    }
)


def resolve_services(names: Iterable[str]) -> list[Service]:
    """The processes of the named services, with ZooKeeper if one needs it.

    Raises:
        LocalError: There is no service of that name.
    """
    wanted: dict[str, Service] = {}
    for name in sorted(names):
        for service in _create_services(name):
            wanted[service.name] = service
    if any("zookeeper" in service.depends_on for service in wanted.values()):
        wanted.setdefault("zookeeper", ZooKeeper())
    return list(wanted.values())


def _create_services(name: str) -> list[Service]:
    if name in ("flink-test", "flink-production"):
        cluster = name.removeprefix("flink-")
        return [JobManager(cluster), TaskManager(cluster)]
    single: dict[str, type[Service]] = {
        "postgres": Postgres,
        "redis": Redis,
        "kafka": Kafka,
        "zookeeper": ZooKeeper,
        "web": Web,
        "worker": Worker,
        "planner": Planner,
        "bench": Bench,
        "beat": Beat,
        "producer": Producer,
    }
    if name not in single:
        known = ", ".join(sorted([*single, "flink-test", "flink-production"]))
        raise LocalError(f"There is no service {name!r} in the local stack. There are: {known}.")
    return [single[name]()]
