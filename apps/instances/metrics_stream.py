"""Short-lived state in Redis: metrics for open pages, and when a cluster was last observed.

The observer writes what runs; the subscriptions of a project's channel group say whether a page is open.
A project without an open page costs nothing, and no query goes to PostgreSQL.
"""

import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, cast

import structlog
from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from apps.core.events import project_group, send
from apps.environments.targets import open_target_config, target_config
from apps.instances.models import Instance
from apps.jobs.models import Version
from penstock.flink.http import FlinkError
from penstock.flink.metrics import JobTopology

log = structlog.get_logger(__name__)
_TARGETS = "penstock:instances:targets:"
_SECONDS = 10
_OBSERVED = "penstock:instances:observed:"
#: A state that was not compared with the cluster for so many seconds is shown as unknown.
STALE = 20


def mark_observed(environment: str) -> None:
    """Record that an environment's cluster is being observed now."""
    try:
        _redis().set(f"{_OBSERVED}{environment}", "1", ex=STALE)
    except RedisError as error:
        log.info("observation not recorded", error=type(error).__name__)


def recently_observed(environment: str) -> bool:
    """Whether the cluster was observed recently. Without Redis no observer runs."""
    try:
        return bool(_redis().exists(f"{_OBSERVED}{environment}"))
    except RedisError:
        return False


def publish_targets(environment: str, running: Iterable[Instance]) -> None:
    """Publish what runs in an environment, for a few seconds."""
    targets = [
        {
            "instance": str(instance.id),
            "project": str(instance.job.project_id),
            "version": str(instance.version_id),
            "flink_job_id": instance.flink_job_id,
            "target": target_config(instance.environment),
        }
        for instance in running
    ]
    try:
        _redis().set(f"{_TARGETS}{environment}", json.dumps(targets), ex=_SECONDS)
    except RedisError as error:
        log.info("targets not published", error=type(error).__name__)


def stream() -> None:
    """Send the metrics of each job to the open pages of its project."""
    try:
        targets = _targets()
        watched = _open_projects({running_job["project"] for running_job in targets})
    except RedisError:
        return
    for running_job in targets:
        if running_job["project"] in watched:
            _send(running_job)


def _send(running_job: dict[str, Any]) -> None:
    try:
        figures = open_target_config(running_job["target"]).metrics(
            running_job["flink_job_id"], _topology(running_job["version"])
        )
    except FlinkError:
        return
    nodes = {node: figure.to_dict() for node, figure in figures.items()}
    send(running_job["project"], {"type": "metrics", "instance": running_job["instance"], "nodes": nodes})


def _targets() -> list[dict[str, Any]]:
    redis = _redis()
    keys = list(redis.scan_iter(f"{_TARGETS}*", count=500))
    found = redis.mget(keys) if keys else []
    return [job for text in found if text for job in json.loads(text)]


def _open_projects(projects: set[str]) -> set[str]:
    if not projects:
        return set()
    layers = cast(dict[str, Any], settings.CHANNEL_LAYERS)
    prefix = layers["default"]["CONFIG"]["prefix"]
    channels = {f"{prefix}__group__{project_group(project)}": project for project in projects}
    counts = _redis().pubsub_numsub(*channels)
    return {
        channels[_text(channel)] for channel, count in cast(list[tuple[str | bytes, int]], counts) if count
    }


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


@lru_cache(maxsize=1)
def _redis() -> Redis:
    return Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1)


@lru_cache(maxsize=256)
def _topology(version: str) -> JobTopology:
    # A version never changes: read once per process.
    return JobTopology.of(Version.objects.values_list("graph", flat=True).get(id=version))
