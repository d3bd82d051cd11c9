"""What of a job can be tested, and when the rows of its sources would arrive."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.core.permissions import require
from apps.packs import storage
from apps.testing import case_definitions
from apps.testing.case_definitions import PackLookup
from apps.testing.compiled_job import CompiledJob
from apps.testing.models import RunOutput
from penstock.operators.record_schema import RecordSchema
from penstock.testkit import arrival, source_inputs
from penstock.testkit.arrival_plan import ArrivalError
from penstock.testkit.case import CaseDocument
from penstock.testkit.pack_reader import Rows
from penstock.testkit.source_inputs import schedule_inputs

PROCESSING_TIME = (
    "This job follows the clock: what depends on the time of the run differs from run to run, so leave such"
    " columns out of what is expected. In real time the distances between rows are as the plan says."
)
NO_SCHEMA = "{name} cannot be fed by a data pack: its kind does not say what a record of it is."
MAX_ROWS = 200_000


def describe_surface(compiled: CompiledJob) -> dict[str, Any]:
    """Sources, sinks and nodes that may be tapped, and what cannot be exact."""
    tables = {s.name: s for s in compiled.script.statements if s.kind != "insert"}
    processing = compiled.graph.settings.time == "processing"
    known = _known_columns(compiled)
    return {
        "sources": [
            _describe_source(compiled, name, compiled.schemas[name])
            for name in compiled.roles.sources
            if name in compiled.schemas
        ],
        "sinks": [
            {
                "name": name,
                "node": compiled.node_of(name),
                "mode": mode,
                "columns": known.get(name),
                "key": list(tables[name].key),
            }
            for name, mode in compiled.roles.sinks.items()
        ],
        "taps": [{"name": name, "node": compiled.node_of(name)} for name in compiled.roles.tappable],
        "processing_time": processing,
        "notes": list(_describe_limits(compiled, processing)),
    }


def _known_columns(compiled: CompiledJob) -> dict[str, Any]:
    """The columns of outputs as the newest run of the same script had them; only Flink knows them."""
    rows = RunOutput.objects.filter(
        run__job=compiled.job, run__compiled__script_digest=compiled.script_digest
    )
    rows = rows.order_by("name", "-created_at").distinct("name")
    return dict(rows.values_list("name", "columns"))


def _describe_limits(compiled: CompiledJob, processing: bool) -> Iterator[str]:
    if processing:
        yield PROCESSING_TIME
    yield from (
        NO_SCHEMA.format(name=name) for name in compiled.roles.sources if name not in compiled.schemas
    )


def _describe_source(compiled: CompiledJob, name: str, feed: RecordSchema) -> dict[str, Any]:
    columns = [{"name": c.name, "type": c.type, "optional": False} for c in feed.columns]
    columns += [{"name": c.name, "type": c.type, "optional": True} for c, _ in feed.meta]
    return {
        "name": name,
        "node": compiled.node_of(name),
        "columns": columns,
        "event_time": feed.event_time,
        "delay_ms": feed.delay_ms,
        "idle_timeout_ms": feed.idle_timeout_ms,
        "changes": feed.changes,
    }


def build_timeline(actor: User, compiled: CompiledJob, inputs: CaseDocument) -> dict[str, Any]:
    """When the rows of each source would arrive, by its watermark.

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        Invalid: A source or pack does not exist, has too many rows, or its arrival plan or event times are
            wrong.
    """
    require(actor, "data.preview", on=compiled.job)
    case = case_definitions.load_case({"inputs": dict(inputs)})
    for name in case.inputs:
        if name not in compiled.schemas:
            raise Invalid.field(f"inputs.{name}", f"The job has no source {name!r} that could be fed.")
    pinned = PackLookup(compiled.job.project, [case]).pin(case)
    with ExitStack() as files:
        rows = {
            name: Rows(files.enter_context(storage.open_content(version.sha256)))  # type: ignore[arg-type]
            for name, version in pinned.packs.items()
        }
        for name, found in rows.items():
            if len(found) > MAX_ROWS:
                raise Invalid.field(
                    f"inputs.{name}", f"The pack has {len(found)} rows; the timeline takes up to {MAX_ROWS}."
                )
        plans = {name: one.arrival for name, one in case.inputs.items()}
        return _schedule(compiled, rows, plans)


def _schedule(compiled: CompiledJob, rows: Mapping[str, Rows], plans: Mapping[str, Any]) -> dict[str, Any]:
    try:
        found = schedule_inputs(compiled.schemas, rows, plans)
    except ArrivalError as error:
        name = str(error).partition(":")[0]
        raise Invalid.field(f"inputs.{name}", str(error)) from None
    except ValueError as error:
        # A pack whose time column holds what is no time.
        raise Invalid(f"The event times cannot be read: {error}.") from None
    events = {name: source_inputs.read_event_times(rows[name], compiled.schemas[name]) for name in rows}
    return {
        "sources": {name: arrival.build_timeline(one.arrivals) for name, one in found.items()},
        "origin_ms": source_inputs.find_origin(events),
    }
