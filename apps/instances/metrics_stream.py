"""What is true for seconds only, and so is kept in Redis: figures for open pages, and who looked when.

What runs is left there by whoever observed it last; which pages are open is known by the subscriptions
of the project's channel group. A project that nobody looks at costs nothing, and PostgreSQL isn't asked.
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
#: A state that nobody has compared with the cluster for so many seconds isn't known any more.
STALE = 20


def mark_observed(environment: str) -> None:
    """Leave word that an environment's cluster is being looked at now."""
    try:
        _redis().set(f"{_OBSERVED}{environment}", "1", ex=STALE)
    except RedisError as error:
        log.info("look not noted", error=type(error).__name__)


def recently_observed(environment: str) -> bool:
    """Whether somebody looked at the cluster lately. Without Redis nobody is sent to look."""
    try:
        return bool(_redis().exists(f"{_OBSERVED}{environment}"))
    except RedisError:
        return False


def publish_targets(environment: str, running: Iterable[Instance]) -> None:
    """Leave word of what runs in an environment, for a few seconds."""
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
        log.info("figures not announced", error=type(error).__name__)


def stream() -> None:
    """Send each watched job's figures to the pages that look at its project."""
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
    # A version never changes: asked of the database once per process.
    return JobTopology.of(Version.objects.values_list("graph", flat=True).get(id=version))
