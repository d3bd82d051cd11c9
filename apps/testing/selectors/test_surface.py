"""What of a job can be tested, and how a test would feed it."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from typing import Any

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.core.permissions import require
from apps.packs import storage
from apps.testing import case_definitions
from apps.testing.case_definitions import Packs
from apps.testing.compiled_job import Drawn
from apps.testing.models import RunOutput
from penstock.operators.record_schema import RecordSchema
from penstock.testkit import arrival, source_inputs
from penstock.testkit.arrival import ArrivalError
from penstock.testkit.pack_reader import Rows
from penstock.testkit.source_inputs import schedule_inputs

PROCESSING_TIME = (
    "This job follows the clock: what depends on the time of the run differs from run to run, so leave such"
    " columns out of what is expected. In real time the distances between rows are as the plan says."
)
NO_FEED = "{name} cannot be fed by a data pack: its kind does not say what a record of it is."
MOST_ROWS = 200_000


def bench(drawn: Drawn) -> dict[str, Any]:
    """Sources, sinks and nodes that may be tapped, and what cannot be exact."""
    tables = {s.name: s for s in drawn.script.statements if s.kind != "insert"}
    processing = drawn.graph.settings.time == "processing"
    known = _known_columns(drawn)
    return {
        "sources": [
            _source(drawn, name, drawn.feeds[name]) for name in drawn.roles.sources if name in drawn.feeds
        ],
        "sinks": [
            {
                "name": name,
                "node": drawn.node_of(name),
                "mode": mode,
                "columns": known.get(name),
                "key": list(tables[name].key),
            }
            for name, mode in drawn.roles.sinks.items()
        ],
        "taps": [{"name": name, "node": drawn.node_of(name)} for name in drawn.roles.tappable],
        "processing_time": processing,
        "notes": list(_notes(drawn, processing)),
    }


def _known_columns(drawn: Drawn) -> dict[str, Any]:
    """The columns of outputs as the newest run of the same script had them; only Flink can tell them."""
    rows = RunOutput.objects.filter(run__job=drawn.job, run__subject__script_digest=drawn.script_digest)
    rows = rows.order_by("name", "-created_at").distinct("name")
    return dict(rows.values_list("name", "columns"))


def _notes(drawn: Drawn, processing: bool) -> Iterator[str]:
    if processing:
        yield PROCESSING_TIME
    yield from (NO_FEED.format(name=name) for name in drawn.roles.sources if name not in drawn.feeds)


def _source(drawn: Drawn, name: str, feed: RecordSchema) -> dict[str, Any]:
    columns = [{"name": c.name, "type": c.type, "optional": False} for c in feed.columns]
    columns += [{"name": c.name, "type": c.type, "optional": True} for c, _ in feed.meta]
    return {
        "name": name,
        "node": drawn.node_of(name),
        "columns": columns,
        "event_time": feed.event_time,
        "delay_ms": feed.delay_ms,
        "idle_timeout_ms": feed.idle_timeout_ms,
        "changes": feed.changes,
    }


def timeline(actor: User, drawn: Drawn, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """When the rows of each source would arrive, by its watermark; raises Invalid naming the source."""
    require(actor, "data.preview", on=drawn.job)
    case = case_definitions.read({"inputs": inputs})
    for name in case.inputs:
        if name not in drawn.feeds:
            raise Invalid.field(f"inputs.{name}", f"The job has no source {name!r} that could be fed.")
    pinned = Packs(drawn.job.project, [case]).pin(case)
    with ExitStack() as files:
        rows = {
            name: Rows(files.enter_context(storage.opened(version.sha256)))  # type: ignore[arg-type]
            for name, version in pinned.packs.items()
        }
        for name, found in rows.items():
            if len(found) > MOST_ROWS:
                raise Invalid.field(
                    f"inputs.{name}", f"The pack has {len(found)} rows; the timeline takes up to {MOST_ROWS}."
                )
        plans = {name: one.arrival for name, one in case.inputs.items()}
        return _drawn(drawn, rows, plans)


def _drawn(drawn: Drawn, rows: Mapping[str, Rows], plans: Mapping[str, Any]) -> dict[str, Any]:
    try:
        found = schedule_inputs(drawn.feeds, rows, plans)
    except ArrivalError as error:
        name = str(error).partition(":")[0]
        raise Invalid.field(f"inputs.{name}", str(error)) from None
    except ValueError as error:
        # A pack whose time column holds what is no time.
        raise Invalid(f"The event times cannot be read: {error}.") from None
    events = {name: source_inputs.read_event_times(rows[name], drawn.feeds[name]) for name in rows}
    return {
        "sources": {name: arrival.build_timeline(one.arrivals) for name, one in found.items()},
        "origin_ms": source_inputs.find_origin(events),
    }
