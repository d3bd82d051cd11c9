"""What is tested: a job as it is drawn now, or one of its versions, compiled and ready for the bench."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.environments.selectors import engine_version
from apps.jobs import selectors as jobs
from apps.jobs.bindings import bindings
from apps.jobs.models import Job, Version
from penstock import compiler
from penstock.compiler.resolve import resolve
from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.graph.problems import Problem, errors
from penstock.hashing import digest
from penstock.operators.bindings import Column
from penstock.operators.record_schema import RecordSchema
from penstock.testkit.instrumentation import TableRoles, classify_tables
from penstock.testkit.source_inputs import find_record_schemas

HAS_ERRORS = "The job has errors: mend them, then run the test."


@dataclass(frozen=True)
class Drawn:
    """A compiled job. `problems` are what the compiler found; `version` is None for the draft."""

    job: Job
    graph: Graph
    script: Script
    feeds: Mapping[str, RecordSchema]
    engine: str
    version: Version | None = None
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def script_digest(self) -> str:
        """SHA-256 of the script."""
        return digest(self.script.to_dict())

    @cached_property
    def roles(self) -> TableRoles:
        """Which of its tables are read, written, and may be tapped."""
        return classify_tables(self.script)

    @property
    def ok(self) -> bool:
        """Whether it can run, as far as the compiler knows."""
        return not errors(self.problems)

    def node_of(self, name: str) -> str:
        """The id of the node of this name, or nothing."""
        return next((node.id for node in self.graph.nodes if node.name == name), "")

    def require_sound(self) -> None:
        """Raise Invalid, with the problems, when it cannot run."""
        if not self.ok:
            problems = [problem.to_dict() for problem in self.problems]
            raise Invalid(HAS_ERRORS, code="has-errors", problems=problems)


def drawn_now(actor: User, job: Job) -> Drawn:
    """The draft, as far as it is sound."""
    graph = Graph.load(jobs.draft(job).graph)
    bound = bindings(actor, job.project)
    draft = compiler.compile_partial(graph, bound)
    return Drawn(
        job,
        graph,
        draft.script,
        find_record_schemas(draft.resolution),
        engine_version(job.project),
        None,
        draft.problems,
    )


def drawn_at(actor: User, version: Version) -> Drawn:
    """A version: the script that it was submitted with, fed as its sources were then."""
    graph = Graph.load(version.graph)
    suite = getattr(version, "suite", None)
    kept = (
        feeds_from(suite.feeds)
        if suite
        else find_record_schemas(resolve(graph, bindings(actor, version.job.project)))
    )
    script = Script.from_dict(version.script)
    return Drawn(version.job, graph, script, kept, engine_version(version.job.project), version)


def drawn(actor: User, job: Job, number: int | None = None) -> Drawn:
    """The version of this number, or the draft."""
    if number is None:
        return drawn_now(actor, job)
    return drawn_at(actor, jobs.version_get(actor, job, number))


def feeds_to(found: Mapping[str, RecordSchema]) -> dict[str, Any]:
    """The JSON form of feeds."""
    return {
        name: {
            "columns": [column.model_dump() for column in feed.columns],
            "meta": [[column.model_dump(), key] for column, key in feed.meta],
            "event_time": feed.event_time,
            "delay_ms": feed.delay_ms,
            "idle_timeout_ms": feed.idle_timeout_ms,
            "changes": feed.changes,
        }
        for name, feed in found.items()
    }


def feeds_from(data: Mapping[str, Any]) -> dict[str, RecordSchema]:
    """The feeds that `feeds_to` wrote."""
    return {
        name: RecordSchema(
            columns=tuple(Column.model_validate(column) for column in one["columns"]),
            meta=tuple((Column.model_validate(column), key) for column, key in one["meta"]),
            event_time=one["event_time"],
            delay_ms=one["delay_ms"],
            idle_timeout_ms=one["idle_timeout_ms"],
            changes=one["changes"],
        )
        for name, one in data.items()
    }
