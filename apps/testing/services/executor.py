"""Doing the work: a run or a question on a warm bench, its outcome written whole or not at all."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from django.db import DatabaseError, connection, transaction

from apps.environments.models import Environment
from apps.environments.selectors import find_test_environment
from apps.environments.targets import open_target
from apps.packs import storage
from apps.projects.models import Project
from apps.testing import case_definitions, events, worker_pool
from apps.testing.compiled_job import feeds_from
from apps.testing.models import Run, RunOutput, Subject, Trace, Work
from apps.testing.services import leased_tasks
from penstock.compiler.script import Script
from penstock.flink.http import FlinkError
from penstock.flink.versions import EngineError
from penstock.graph.document import Graph
from penstock.planner.client import PlannerError
from penstock.testbench import runner
from penstock.testbench.client import TestClient
from penstock.testbench.model import TestRun
from penstock.testkit.arrival import ArrivalError
from penstock.testkit.instrumentation import SetupError

log = structlog.get_logger(__name__)
NO_CLUSTER = "The project's test environment names no Flink cluster: tests need one."
BROKEN = "The bench could not do this because of a fault of its own. Try again; the server's log says more."
_MOST_ERROR = 4000
#: What says in a sentence why something cannot be done.
_SPOKEN = (ArrivalError, SetupError, PlannerError, EngineError)


def run_execute(id: UUID | str) -> None:
    """Run what a row asks for, if nobody else does; write what came of it."""
    attempt = leased_tasks.take(Run, id)
    if attempt is None:
        return
    run = Run.objects.select_related("job__project", "subject").get(pk=id)
    events.run_changed(run)
    with _kept(Run, run.pk, attempt, lambda: _halt(run)):
        changes, outputs = _told(lambda: _run(run), {"state": Run.State.ERROR})
    _write_run(run, attempt, changes, outputs)


def trace_execute(id: UUID | str) -> None:
    """Answer a question about a row of a run, if nobody else does."""
    attempt = leased_tasks.take(Trace, id)
    if attempt is None:
        return
    found = Trace.objects.select_related("run__job__project", "run__subject").get(pk=id)
    events.trace_changed(found)
    with _kept(Trace, found.pk, attempt):
        changes, _ = _told(
            lambda: ({"state": Trace.State.DONE, "answer": _answer(found)}, {}),
            {"state": Trace.State.ERROR},
        )
    with transaction.atomic():
        if leased_tasks.end(Trace, found.pk, attempt, **_storable(changes)):
            events.trace_changed(found)


_Told = tuple[dict[str, Any], Mapping[str, Any]]


def _told(act: Callable[[], _Told], wrong: dict[str, Any]) -> _Told:
    """What an act gives; or the sentence for why it gives nothing."""
    try:
        return act()
    except (*_SPOKEN, _Sentence) as error:
        return {**wrong, "error": str(error)[:_MOST_ERROR]}, {}
    except Exception:
        log.exception("bench failed")
        return {**wrong, "error": BROKEN}, {}


class _Sentence(Exception):
    """Why the work cannot be done."""


def _run(run: Run) -> _Told:
    tested, cluster = _trial(run), _cluster(run.job.project)
    with worker_pool.pool(run.engine).taken() as bench:
        outcome = runner.run(bench, tested, cluster, name=_job_name(run)).to_dict()
        coverage, notes = _coverage(run, bench, tested, cluster, outcome)
    outputs = outcome["outputs"]
    result = {
        "inputs": outcome["inputs"],
        "comparisons": outcome["comparisons"],
        "late": outcome["late"],
        "notes": [*outcome["notes"], *notes],
        "planning_ms": outcome["planning_ms"],
    }
    changes = {
        "state": Run.State(outcome["state"]),
        "error": (outcome["error"] or "")[:_MOST_ERROR],
        "result": result,
        "milliseconds": outcome["milliseconds"],
        "coverage": coverage,
        "counts": _counts(outcome),
    }
    return changes, outputs


def _counts(outcome: Mapping[str, Any]) -> dict[str, Any]:
    mismatches = (sum(one["counts"].values()) for one in outcome["comparisons"].values() if not one["ok"])
    return {
        "outputs": {name: one["count"] for name, one in outcome["outputs"].items()},
        "late": len(outcome["late"]),
        "mismatches": sum(mismatches),
    }


def _coverage(
    run: Run, bench: TestClient, tested: TestRun, cluster: str, outcome: Mapping[str, Any]
) -> tuple[dict[str, Any] | None, list[str]]:
    """What was exercised, where that was asked for; measuring it never spoils the run itself."""
    if not run.coverage_wanted or outcome["state"] not in ("passed", "failed", "finished"):
        return None, []
    try:
        found = runner.measure_coverage(bench, tested, cluster)
        return {part: found[part] for part in ("nodes", "branches")}, list(found.get("notes", ()))
    except _SPOKEN as error:
        return None, [f"What the test covers could not be measured: {error}"]


def _answer(found: Trace) -> dict[str, Any]:
    tested, cluster = _trial(found.run), _cluster(found.run.job.project)
    question = found.question
    with worker_pool.pool(found.run.engine).taken() as bench:
        if "output" in question:
            return dict(
                runner.explain_output_row(bench, tested, cluster, question["output"], question["row"])
            )
        return dict(runner.trace_input_row(bench, tested, cluster, question["source"], question["row"]))


def _trial(run: Run) -> TestRun:
    subject: Subject = run.subject
    return TestRun(
        script=Script.from_dict(subject.script),
        graph=Graph.load(subject.graph),
        schemas=feeds_from(subject.feeds),
        case=case_definitions.read(run.definition),
        packs=dict(_files(run)),
    )


def _files(run: Run) -> Iterator[tuple[str, Path]]:
    for source, sha256 in run.packs.items():
        path = storage.path_of(sha256)
        if not path.is_file():
            raise _Sentence(f"The rows of the data pack for {source} are not on this server (any more).")
        yield source, path


def _environment(project: Project) -> Environment:
    found = find_test_environment(project)
    if found is None or not found.url:
        raise _Sentence(NO_CLUSTER)
    return found


def _cluster(project: Project) -> str:
    return _environment(project).url


def _write_run(run: Run, attempt: int, changes: dict[str, Any], outputs: Mapping[str, Any]) -> None:
    nodes = {node["name"]: node["id"] for node in run.subject.graph["nodes"]}
    rows = [
        RunOutput(
            run=run,
            name=name,
            node=nodes.get(name, ""),
            columns=one["columns"],
            key=one["key"],
            count=one["count"],
            kept=len(one["changes"]),
            changes=_storable(one["changes"]),
        )
        for name, one in outputs.items()
    ]
    with transaction.atomic():
        # First the fence: whoever lost the run writes nothing at all.
        if leased_tasks.end(Run, run.pk, attempt, **_storable(changes)):
            RunOutput.objects.bulk_create(rows)
            events.run_changed(run)
        else:
            log.info("run no longer mine", run=str(run.pk), attempt=attempt)


def _storable(value: Any) -> Any:
    """`value` without what PostgreSQL cannot hold in JSON: NUL, and halves of characters."""
    text = json.dumps(value)
    if "\\u0000" not in text and "\\ud" not in text:
        return value
    return _cleaned(value)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return value


@contextmanager
def _kept(
    model: type[Work], id: UUID, attempt: int, halt: Callable[[], None] | None = None
) -> Iterator[None]:
    """Keep the lease alive while the work goes on, however long it takes; `halt` it when it is called off."""
    done = threading.Event()
    keeper = threading.Thread(target=_keep, args=(model, id, attempt, done, halt), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()


def _keep(
    model: type[Work], id: UUID, attempt: int, done: threading.Event, halt: Callable[[], None] | None
) -> None:
    try:
        while not done.wait(leased_tasks.HEARTBEAT):
            if not leased_tasks.renew(model, id, attempt) and halt is not None:
                halt()
            # Back to the pool at once: it is smaller than the number of threads.
            connection.close()
    except DatabaseError as error:
        # What the work comes to is written behind the fence, so a lost lease costs a second try at most.
        log.warning("lease not renewed", error=type(error).__name__)
    finally:
        connection.close()


def _job_name(run: Run) -> str:
    """Of this attempt: a worker that comes back late must not halt what is done in its stead."""
    return f"Unit test {run.pk}, attempt {run.attempts}"


def _halt(run: Run) -> None:
    """Take the run's job off the cluster, so that its bench gets free; what it had comes to nothing."""
    try:
        target = open_target(_environment(run.job.project))
        for job in target.jobs().values():
            if job.name == _job_name(run) and not job.terminal:
                target.cancel(job.id)
    except (FlinkError, _Sentence) as error:
        log.info("cancelled run goes on to its limits", run=str(run.pk), reason=str(error))
