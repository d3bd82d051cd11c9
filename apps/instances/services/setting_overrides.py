"""Job settings changed for one instance, without making a new version."""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from apps.core.errors import Invalid
from penstock.graph.document import Settings

#: What may differ from the version: what it costs to run, not what it computes.
CHANGEABLE = frozenset({"parallelism", "checkpoint_interval_ms", "restart", "mini_batch_ms"})


def apply_overrides(graph: Mapping[str, Any], changes: Mapping[str, Any]) -> Settings:
    """The version's settings with the changes.

    Raises:
        Invalid: A setting cannot be changed for an instance, or its value is wrong; named as
            `settings.<name>`.
    """
    if unknown := sorted(set(changes) - CHANGEABLE):
        allowed = ", ".join(sorted(CHANGEABLE))
        raise Invalid.field(
            f"settings.{unknown[0]}", f"This can't be changed for an instance; what can: {allowed}."
        )
    if empty := sorted(key for key, value in changes.items() if value is None):
        # An option that the version sets can be given another value at submit, but not taken away.
        raise Invalid.field(f"settings.{empty[0]}", "Give a value, or leave it as the version has it.")
    try:
        return Settings.model_validate({**graph.get("settings", {}), **changes})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Invalid.field(f"settings.{'.'.join(map(str, first['loc']))}", f"{first['msg']}.") from None
