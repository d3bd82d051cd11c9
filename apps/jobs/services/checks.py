"""Check, compile and show: the graph against its project's bindings and Flink's own planner."""

from dataclasses import dataclass
from typing import Any

from apps.accounts.models import User
from apps.environments.selectors import engine_version
from apps.jobs import planner_client
from apps.jobs.bindings import bindings
from apps.jobs.models import Job
from penstock import compiler
from penstock.compiler import check
from penstock.compiler.script import Script
from penstock.graph.document import Graph, GraphDocument


@dataclass(frozen=True)
class CheckResult:
    """The report for people, and the script of what is sound."""

    report: dict[str, Any]
    script: Script

    @property
    def ok(self) -> bool:
        """Whether nothing forbids to submit."""
        return bool(self.report["ok"])


def graph_check(*, actor: User, job: Job, graph: GraphDocument) -> CheckResult:
    """Everything that is wrong; valid parts are planned even while other nodes have errors.

    Raises:
        GraphError: It is not the document of a graph.
        Unavailable: The planner does not answer.
    """
    document = Graph.load(graph)
    bound = bindings(actor, job.project)
    compilation = compiler.compile_partial(document, bound)
    script, results = compilation.script, []
    if script.statements:
        results = planner_client.check_script(engine_version(job.project), script.to_dict())["statements"]
    return CheckResult(check.report(compilation, results).to_dict(), script)


def graph_script(*, actor: User, job: Job, graph: GraphDocument) -> Script:
    """The compiled script.

    Raises:
        GraphError: It is not the document of a graph.
        CompileError: The graph has errors; the exception has the problems.
    """
    return compiler.compile(Graph.load(graph), bindings(actor, job.project))
