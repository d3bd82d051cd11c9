"""From an environment to the target on which its jobs run."""

from collections.abc import Iterator
from typing import Any

from apps.environments.models import Environment
from penstock.targets.base import Target
from penstock.targets.session import SessionTarget


def open_target(environment: Environment) -> Target:
    """The target of an environment; no call is made yet."""
    return open_target_config(target_config(environment))


def target_config(environment: Environment) -> dict[str, Any]:
    """What `open_target_config` needs, as JSON: for processes that don't ask the database."""
    return SessionTarget.Config(url=environment.url).model_dump(mode="json")


def open_target_config(config: dict[str, Any]) -> Target:
    """The target of a configuration that `target_config` returned."""
    return SessionTarget(SessionTarget.Config.model_validate(config))


def distinct_targets() -> Iterator[tuple[str, Target]]:
    """Every target that some environment names, once, with its address."""
    for url in Environment.objects.exclude(url="").values_list("url", flat=True).distinct().order_by():
        yield url, open_target(Environment(url=url))
