"""What is tested: the draft of a job, or one of its versions, compiled."""

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
from apps.testing.models import CompiledContent
from penstock import compiler
from penstock.compiler.resolve import resolve
from penstock.compiler.script import Script
from penstock.compiler.script_upgrade import LATEST
from penstock.graph.document import Graph
from penstock.graph.problems import Problem, errors
from penstock.hashing import digest
from penstock.operators.bindings import Column
from penstock.operators.record_schema import RecordSchema
from penstock.testkit.instrumentation import TableRoles, classify_tables
from penstock.testkit.source_inputs import find_record_schemas

HAS_ERRORS = "The job has errors: fix them, then run the test."


@dataclass(frozen=True)
class CompiledJob:
    """A compiled job. `problems` are what the compiler found; `version` is None for the draft.

    `document` is the script's JSON form as it is stored, which for a version may be of an earlier format.
    """

    job: Job
    graph: Graph
    document: Mapping[str, Any]
    schemas: Mapping[str, RecordSchema]
    engine: str
    version: Version | None = None
    problems: tuple[Problem, ...] = field(default=())

    @cached_property
    def script(self) -> Script:
        """The script."""
        return Script.from_dict(self.document)

    @cached_property
    def script_digest(self) -> str:
        """SHA-256 of the script as it is stored: runs and suites find each other by it."""
        return digest(self.document)

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
        """Check that the job can run.

        Raises:
            Invalid: It has errors; the exception has the problems.
        """
        if not self.ok:
            problems = [problem.to_dict() for problem in self.problems]
            raise Invalid(HAS_ERRORS, code="has-errors", problems=problems)


def compile_valid_part(actor: User, job: Job) -> CompiledJob:
    """The draft, as far as it is valid."""
    graph = Graph.load(jobs.draft(job).graph)
    bound = bindings(actor, job.project)
    draft = compiler.compile_partial(graph, bound)
    return CompiledJob(
        job,
        graph,
        _find_stored_form(job, draft.script),
        find_record_schemas(draft.resolution),
        engine_version(job.project),
        None,
        draft.problems,
    )


def _find_stored_form(job: Job, script: Script) -> Mapping[str, Any]:
    """The document of the draft's script: as a version or a run has the same script in an earlier format.

    So hashes stay as stored: runs on an unchanged draft count for its version, and earlier ones stay fresh.
    """
    statements = [{"node": one.node, "sql": one.sql} for one in script.statements]
    for model in (Version, CompiledContent):
        rows = model.objects.filter(
            job=job, script__version__lt=LATEST, script__statements__contains=statements
        )
        for document in rows.order_by("-created_at").values_list("script", flat=True):
            if Script.from_dict(document) == script:
                return dict(document)
    return script.to_dict()


def compile_version(actor: User, version: Version) -> CompiledJob:
    """A version: the script and the record schemas that it was submitted with."""
    graph = Graph.load(version.graph)
    suite = getattr(version, "suite", None)
    kept = (
        deserialize_schemas(suite.feeds)
        if suite
        else find_record_schemas(resolve(graph, bindings(actor, version.job.project)))
    )
    engine = engine_version(version.job.project)
    return CompiledJob(version.job, graph, version.script, kept, engine, version)


def compile_job(actor: User, job: Job, number: int | None = None) -> CompiledJob:
    """The version of this number, or the draft.

    Raises:
        NotFound: The job has no such version.
    """
    if number is None:
        return compile_valid_part(actor, job)
    return compile_version(actor, jobs.version_get(actor, job, number))


def serialize_schemas(found: Mapping[str, RecordSchema]) -> dict[str, Any]:
    """The JSON form of record schemas by source."""
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


def deserialize_schemas(data: Mapping[str, Any]) -> dict[str, RecordSchema]:
    """The record schemas that `serialize_schemas` wrote."""
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
