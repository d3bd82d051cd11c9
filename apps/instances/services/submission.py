"""From a start operation to what is sent: the bundle, and the arguments with the secrets in them."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from apps.instances.job_connections import connections, egress_settings
from apps.instances.models import Instance, Operation
from apps.instances.services.bundles import bundle_for
from apps.instances.services.setting_overrides import apply_overrides
from penstock.compiler.assemble import flink_settings
from penstock.flink.rest import Submission

MAIN_CLASS = "io.penstock.runtime.Main"
#: A run that is lost or cancelled leaves its last checkpoint, from which it can be started again.
_ALWAYS = {"execution.checkpointing.externalized-checkpoint-retention": "RETAIN_ON_CANCELLATION"}


def prepare_submission(operation: Operation) -> Submission:
    """Everything for the submission that `operation` plans.

    Raises:
        ApplicationError: With the reason why it can't be submitted.
    """
    instance = operation.instance
    return Submission(
        bundle=bundle_for(instance.version, instance.environment.engine),
        job_id=operation.flink_job_id,
        entry_class=MAIN_CLASS,
        args=_arguments(operation, instance),
        parallelism=apply_overrides(instance.version.graph, instance.settings).parallelism,
        savepoint=operation.restore or None,
    )


def _arguments(operation: Operation, instance: Instance) -> list[str]:
    document = json.dumps(connections(instance.version)).encode()
    arguments = ["--connections", base64.b64encode(document).decode()]
    # State knows how far each source was read; a start position would be ignored at best.
    if not operation.restore and (position := _position(instance.start)):
        arguments += ["--start", position]
    settings = {
        **_changed(instance),
        **_ALWAYS,
        "pipeline.name": _name(instance),
        **egress_settings(instance.version),
    }
    for key, value in settings.items():
        arguments += ["--set", f"{key}={value}"]
    return arguments


def _position(start: Mapping[str, Any]) -> str | None:
    match start.get("from"):
        case "earliest" | "latest":
            return str(start["from"])
        case "timestamp":
            return f"timestamp:{start['timestamp_ms']}"
    return None


def _changed(instance: Instance) -> dict[str, str]:
    """Flink options that differ from the version's because of the instance's own settings."""
    before = flink_settings(apply_overrides(instance.version.graph, {}))
    after = flink_settings(apply_overrides(instance.version.graph, instance.settings))
    return {key: value for key, value in after.items() if before.get(key) != value}


def _name(instance: Instance) -> str:
    return f"{instance.job.name} v{instance.version.number}"
