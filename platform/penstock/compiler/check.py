"""Check: what the compiler finds, and what the planner finds, for each node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from pydantic import ValidationError

from penstock.compiler import diagnostics, source_map
from penstock.compiler.compilation import Compilation
from penstock.compiler.resolve import Resolution, resolve
from penstock.graph.document import Graph
from penstock.graph.problems import Problem, errors
from penstock.operators.bindings import Bindings, Column
from penstock.operators.statement import Statement


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Everything that is wrong, and for each node that could be planned its output columns.

    `nodes` is `{node id: {"columns": [{"name", "type", "nullable"}…]}}`; `sql` is the script's text, or None
    when nothing could be compiled.
    """

    problems: tuple[Problem, ...] = ()
    nodes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    sql: str | None = None

    @property
    def ok(self) -> bool:
        """Whether the job can run: no errors; there may be warnings."""
        return not errors(self.problems)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        problems = [p.to_dict() for p in self.problems]
        return {"ok": self.ok, "problems": problems, "nodes": dict(self.nodes), "sql": self.sql}


def check_structure(graph: Graph, bindings: Bindings) -> list[Problem]:
    """Everything that is wrong as far as it shows without the planner."""
    return list(resolve(graph, bindings).problems)


def report(compilation: Compilation, results: Sequence[Mapping[str, Any]]) -> CheckReport:
    """What the compiler and the planner found, for each node.

    Args:
        compilation: the compiled graph.
        results: the planner's answers in the order of the script's statements, each
            `{"ok": true, "columns": […]}` or `{"ok": false, "error": {…}}`; empty when it was not asked.
    """
    script, problems = compilation.script, list(compilation.problems)
    nodes: dict[str, dict[str, Any]] = {}
    failed: set[str] = set()
    for statement, answer in zip(script.statements, results, strict=False):
        if not answer["ok"]:
            # What reads a table that failed fails too: only the first of such a chain is reported.
            if answer["error"].get("kind") != "upstream" and not failed.intersection(statement.reads):
                problems.append(_problem(statement, answer["error"]))
            failed |= {statement.name}
        elif statement.kind != "insert" and answer.get("columns") is not None:
            nodes.setdefault(statement.node, {"columns": answer["columns"]})
    problems += [p for p in _check_inputs(compilation.resolution, nodes) if p not in problems]
    return CheckReport(tuple(problems), nodes, script.text() if script.statements else None)


def _problem(statement: Statement, error: Mapping[str, Any]) -> Problem:
    code, sentence = diagnostics.explain(error.get("kind") or "error", error.get("message") or "")
    return Problem(code, sentence, node=statement.node, **asdict(source_map.locate(statement, error)))


def _check_inputs(resolution: Resolution, nodes: Mapping[str, Mapping[str, Any]]) -> Iterator[Problem]:
    """What operators say of the columns that arrive, now that the planner knows them."""
    by_name = {found.node.name: found.node.id for found in resolution.nodes}
    for found in resolution.nodes:
        for arriving in (i for port in found.context.inputs.values() for i in port):
            planned = nodes.get(by_name.get(arriving.name, ""))
            columns = _columns(planned["columns"]) if planned else None
            if columns is not None:
                problems = found.operator.check_input_schema(found.params, found.context, columns)
                yield from (p.at(found.node.id) for p in problems)


def _columns(planned: list[Mapping[str, Any]]) -> tuple[Column, ...] | None:
    try:
        return tuple(Column(name=c["name"], type=c["type"]) for c in planned)
    except ValidationError:
        return None  # a type that only Flink knows, such as RAW
