"""Pass 3: statements, job settings and requirements become the script."""

from __future__ import annotations

from collections.abc import Iterable

from penstock.compiler.job_options import JOB_OPTIONS
from penstock.compiler.resolve import Resolution
from penstock.compiler.script import Requirements, Script
from penstock.graph.document import Settings
from penstock.operators.statement import Statement


def assemble(resolution: Resolution, statements: Iterable[Statement]) -> Script:
    """The script: tables and views in order, then all inserts, which form one statement set."""
    made = tuple(statements)
    ordered = sorted(made, key=lambda statement: statement.kind == "insert")
    needed = {
        name
        for found in resolution.nodes
        for name in found.operator.required_connectors(found.params, found.context)
    }
    return Script(
        flink_settings(resolution.graph.settings), tuple(ordered), Requirements(tuple(sorted(needed)))
    )


def flink_settings(settings: Settings) -> dict[str, str]:
    """The job's settings as options of Flink.

    A refused option is left out: the script of an unfinished graph goes to the planner, where some options
    take effect before anything is checked.
    """
    found = {
        "parallelism.default": str(settings.parallelism),
        "restart-strategy.type": settings.restart,
        # Computed times must not depend on the time zone of the cluster.
        "table.local-time-zone": "UTC",
    }
    if settings.checkpoint_interval_ms is not None:
        found["execution.checkpointing.interval"] = f"{settings.checkpoint_interval_ms} ms"
    if settings.state_ttl_ms is not None:
        found["table.exec.state.ttl"] = f"{settings.state_ttl_ms} ms"
    if settings.mini_batch_ms is not None:
        found["table.exec.mini-batch.enabled"] = "true"
        found["table.exec.mini-batch.allow-latency"] = f"{settings.mini_batch_ms} ms"
        found["table.exec.mini-batch.size"] = "5000"
    found.update((key, _value(value)) for key, value in JOB_OPTIONS.select(settings.options).items())
    return dict(sorted(found.items()))


def _value(value: str | bool | float) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
