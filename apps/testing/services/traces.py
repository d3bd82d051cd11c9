"""Questions: which input rows caused an output row, or where an input row went."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import User
from apps.core.errors import Conflict, Invalid
from apps.core.permissions import require
from apps.core.task_queue import enqueue
from apps.testing import events
from apps.testing.models import Run, RunOutput, Trace
from apps.testing.services.queues import TRACES

_ANSWERABLE = (Run.State.PASSED, Run.State.FAILED, Run.State.FINISHED, Run.State.STOPPED)
MAX_OPEN = 20


@transaction.atomic
def trace_ask(*, actor: User, run: Run, question: dict[str, Any]) -> Trace:
    """Ask `{"output", "row"}` (a place among its changes) or `{"source", "row"}` (a place in the pack).

    Raises:
        Forbidden: The actor lacks the permission `job.edit` or `data.preview`.
        Conflict: The run is not over, or had no results.
        Invalid: The run has no such row, or too many questions about it are waiting.
    """
    require(actor, "job.edit", on=run)
    require(actor, "data.preview", on=run)
    if run.state not in _ANSWERABLE:
        raise Conflict("Only a run that is over, and had results, can be asked.", code="not-finished")
    _require_row(run, question)
    if Trace.objects.filter(run=run, state__in=(Trace.State.QUEUED, Trace.State.RUNNING)).count() >= MAX_OPEN:
        raise Invalid("Too many questions about this run are waiting for their answers: let some end first.")
    same = Trace.objects.filter(run=run, question=question).exclude(state=Trace.State.ERROR).first()
    if same is not None:
        return same
    trace = Trace.objects.create(
        run=run, question=question, state=Trace.State.QUEUED, created_by=actor, enqueued_at=timezone.now()
    )
    events.trace_changed(trace)
    enqueue(TRACES.task, trace.pk)
    return trace


def _require_row(run: Run, question: dict[str, Any]) -> None:
    row = question["row"]
    if "output" in question:
        output = RunOutput.objects.filter(run=run, name=question["output"]).defer("changes").first()
        if output is None:
            raise Invalid.field("output", "The run has no such output.")
        if row >= output.kept:
            raise Invalid.field("row", f"The output has {output.kept} changes.")
        return
    rows = ((run.result or {}).get("inputs") or {}).get(question["source"], {}).get("rows")
    if rows is None:
        raise Invalid.field("source", "The run has no such source.")
    if row >= rows:
        raise Invalid.field("row", f"The source has {rows} rows.")
