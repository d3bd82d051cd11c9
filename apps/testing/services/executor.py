"""Executes a run or answers a question with a warm test client; the result is written whole or not at all."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.db import transaction

from apps.environments.models import Environment
from apps.environments.selectors import find_test_environment
from apps.environments.targets import open_target
from apps.packs import storage
from apps.projects.models import Project
from apps.testing import case_definitions, events, worker_pool
from apps.testing.compiled_job import deserialize_schemas
from apps.testing.models import Run, RunOutput, Trace
from apps.testing.services.queues import HEARTBEAT_SECONDS, RUNS, TRACES
from apps.testing.services.storable_json import to_storable
from penstock.compiler.script import Script
from penstock.flink.http import FlinkError
from penstock.flink.versions import EngineError
from penstock.graph.document import Graph
from penstock.planner.client import PlannerError
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import Output, TestResult, TestRun
from penstock.testkit.arrival_plan import ArrivalError
from penstock.testkit.instrumentation import SetupError

log = structlog.get_logger(__name__)
NO_CLUSTER = "The project's test environment names no Flink cluster: tests need one."
INTERNAL_ERROR = "This failed because of a fault of the test bench. Try again; the server's log says more."
_MAX_ERROR = 4000
#: Errors whose text is a sentence for people.
_EXPECTED_ERRORS = (ArrivalError, SetupError, PlannerError, EngineError)


class _CannotRun(Exception):
    """Why the task cannot be done."""


def run_execute(id: UUID | str) -> None:
    """Execute a run, unless another worker does, and write its result."""
    attempt = RUNS.claim(id)
    if attempt is None:
        return
    run = Run.objects.select_related("job__project", "compiled").get(pk=id)
    events.run_changed(run)
    outputs: Mapping[str, Output] = {}

    def execute() -> dict[str, Any]:
        nonlocal outputs
        changes, outputs = _execute(run)
        return changes

    with RUNS.keep_alive(run.pk, attempt, HEARTBEAT_SECONDS, lambda: _cancel_job(run)):
        changes = _outcome_or_error(execute, Run.State.ERROR)
    _write_run(run, attempt, changes, outputs)


def trace_execute(id: UUID | str) -> None:
    """Answer a question about a row of a run, unless another worker does."""
    attempt = TRACES.claim(id)
    if attempt is None:
        return
    trace = Trace.objects.select_related("run__job__project", "run__compiled").get(pk=id)
    events.trace_changed(trace)
    with TRACES.keep_alive(trace.pk, attempt, HEARTBEAT_SECONDS):
        changes = _outcome_or_error(
            lambda: {"state": Trace.State.DONE, "answer": _answer(trace)}, Trace.State.ERROR
        )
    with transaction.atomic():
        if TRACES.finish(trace.pk, attempt, **to_storable(changes)):
            events.trace_changed(trace)


def _outcome_or_error(act: Callable[[], dict[str, Any]], failed: str) -> dict[str, Any]:
    """The changes of the row, or the sentence why there are none."""
    try:
        return act()
    except (*_EXPECTED_ERRORS, _CannotRun) as error:
        return {"state": failed, "error": str(error)[:_MAX_ERROR]}
    except Exception:
        log.exception("test bench failed")
        return {"state": failed, "error": INTERNAL_ERROR}


def _execute(run: Run) -> tuple[dict[str, Any], Mapping[str, Output]]:
    test, cluster = _build_test_run(run), _cluster_url(run.job.project)
    with worker_pool.get_pool(run.engine).acquire() as client:
        result = runner.run(client, test, cluster, name=_job_name(run))
        coverage, notes = _coverage(run, client, test, cluster, result)
    document = result.to_dict()
    changes = {
        "state": Run.State(result.state),
        "error": (result.error or "")[:_MAX_ERROR],
        "result": {name: document[name] for name in ("inputs", "comparisons", "late", "planning_ms")}
        | {"notes": [*result.notes, *notes]},
        "milliseconds": result.milliseconds,
        "coverage": coverage,
        "counts": _counts(result),
    }
    return changes, result.outputs


def _counts(result: TestResult) -> dict[str, Any]:
    counts = [one.counts for one in result.comparisons.values() if not one.ok]
    return {
        "outputs": {name: one["count"] for name, one in result.outputs.items()},
        "late": len(result.late),
        "mismatches": sum(one["missing"] + one["unexpected"] + one["changed"] for one in counts),
    }


def _coverage(
    run: Run, client: TestClient, test: TestRun, cluster: str, result: TestResult
) -> tuple[dict[str, Any] | None, list[str]]:
    """Coverage where it was asked for, and notes; a failure of it never spoils the run itself."""
    if not run.coverage_wanted or result.state not in ("passed", "failed", "finished"):
        return None, []
    try:
        found = runner.measure_coverage(client, test, cluster)
    except _EXPECTED_ERRORS as error:
        return None, [f"What the test covers could not be measured: {error}"]
    return {"nodes": found["nodes"], "branches": found["branches"]}, found["notes"]


def _answer(trace: Trace) -> dict[str, Any]:
    test, cluster = _build_test_run(trace.run), _cluster_url(trace.run.job.project)
    question = trace.question
    with worker_pool.get_pool(trace.run.engine).acquire() as client:
        if "output" in question:
            output, row = question["output"], question["row"]
            return dict(runner.explain_output_row(client, test, cluster, output, row))
        return dict(runner.trace_input_row(client, test, cluster, question["source"], question["row"]))


def _build_test_run(run: Run) -> TestRun:
    content = run.compiled
    return TestRun(
        script=Script.from_dict(content.script),
        graph=Graph.load(content.graph),
        schemas=deserialize_schemas(content.feeds),
        case=case_definitions.load_case(run.definition),
        packs=dict(_find_packs(run)),
    )


def _find_packs(run: Run) -> Iterator[tuple[str, Path]]:
    for source, sha256 in run.packs.items():
        path = storage.path_of(sha256)
        if not path.is_file():
            raise _CannotRun(f"The rows of the data pack for {source} are not on this server (any more).")
        yield source, path


def _environment(project: Project) -> Environment:
    found = find_test_environment(project)
    if found is None or not found.url:
        raise _CannotRun(NO_CLUSTER)
    return found


def _cluster_url(project: Project) -> str:
    return _environment(project).url


def _write_run(run: Run, attempt: int, changes: dict[str, Any], outputs: Mapping[str, Output]) -> None:
    nodes = {node["name"]: node["id"] for node in run.compiled.graph["nodes"]}
    rows = [
        RunOutput(
            run=run,
            name=name,
            node=nodes.get(name, ""),
            columns=one["columns"],
            key=one["key"],
            count=one["count"],
            kept=len(one["changes"]),
            changes=to_storable(one["changes"]),
        )
        for name, one in outputs.items()
    ]
    with transaction.atomic():
        # First the fence: a worker that lost the run writes nothing at all.
        if RUNS.finish(run.pk, attempt, **to_storable(changes)):
            RunOutput.objects.bulk_create(rows)
            events.run_changed(run)
        else:
            log.info("run lost to another worker", run=str(run.pk), attempt=attempt)


def _job_name(run: Run) -> str:
    """Unique to the attempt: a worker that comes back late must not cancel the job of the next one."""
    return f"Unit test {run.pk}, attempt {run.attempts}"


def _cancel_job(run: Run) -> None:
    """Cancel the run's job on the cluster, so that its test client gets free; its result is discarded."""
    try:
        target = open_target(_environment(run.job.project))
        for job in target.jobs().values():
            if job.name == _job_name(run) and not job.terminal:
                target.cancel(job.id)
    except (FlinkError, _CannotRun) as error:
        log.info("cancelled run continues to its limits", run=str(run.pk), reason=str(error))
