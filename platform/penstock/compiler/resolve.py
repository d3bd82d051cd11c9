"""Pass 1: every node gets its operator, its checked parameters, and what arrives at its inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from penstock import registry
from penstock.compiler import graph_validation
from penstock.compiler.job_options import JOB_OPTIONS
from penstock.graph.document import Graph, Node
from penstock.graph.problems import Problem, did_you_mean
from penstock.operators.bindings import Bindings, Column
from penstock.operators.connector import Connector
from penstock.operators.operator import Context, Input, Operator
from penstock.operators.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Resolved:
    """A node with everything that lowering it needs."""

    node: Node
    operator: Operator
    params: Parameters
    context: Context
    columns: tuple[Column, ...] | None
    """Output columns, where they are known without the planner."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The sound nodes of a graph in topological order, and everything that is wrong with it.

    A node is sound when neither it nor anything before it has an error.
    """

    graph: Graph
    nodes: tuple[Resolved, ...]
    problems: tuple[Problem, ...]


def resolve(graph: Graph, bindings: Bindings) -> Resolution:
    """Check everything that can be checked without the planner, and resolve what is sound."""
    return _Resolver(graph, bindings).run()


class _Resolver:
    """Walks the graph once; `problems` and `sound` grow on the way."""

    def __init__(self, graph: Graph, bindings: Bindings) -> None:
        self.graph, self.bindings = graph, bindings
        self.view = graph_validation.GraphView(graph)
        self.problems: list[Problem] = []
        self.sound: dict[str, Resolved] = {}
        self.spoiled: set[str] = set()
        self.connectors = _connectors(bindings)
        self.owners: dict[str, str] = {node.name: node.id for node in reversed(graph.nodes)}

    def run(self) -> Resolution:
        for rule in graph_validation.RULES:
            self._note(rule(self.view))
        self._note(JOB_OPTIONS.check(self.graph.settings.options, "settings.options"))
        nodes = self.view.topology.nodes
        for id_ in self.view.topology.order:
            self._visit(nodes[id_])
        ordered = set(self.view.topology.order)
        for id_, node in nodes.items():
            if id_ not in ordered:  # on or behind a cycle: at least its parameters can be looked at
                self._params(node)
        return Resolution(self.graph, tuple(self.sound.values()), tuple(self.problems))

    def _note(self, problems: Iterator[Problem]) -> None:
        for problem in problems:
            self.problems.append(problem)
            if problem.severity == "error" and problem.node and problem.code not in graph_validation.HARMLESS:
                self.spoiled.add(problem.node)

    def _visit(self, node: Node) -> None:
        params = self._params(node)
        if params is None:
            return
        kind = self.view.operators[node.id]
        context = self._context(node, kind)
        if node.id not in self.spoiled:
            self._note(self._named(p, node) for p in kind.check(params, context))
        if node.id in self.spoiled or any(i.pending for port in context.inputs.values() for i in port):
            return
        self.sound[node.id] = Resolved(node, kind, params, context, kind.columns(params, context))

    def _named(self, problem: Problem, node: Node) -> Problem:
        return problem.at(node.id)

    def _params(self, node: Node) -> Parameters | None:
        kind = self.view.operators.get(node.id)
        if kind is None:
            return None
        try:
            params = kind.parameters.model_validate(node.params)
        except ValidationError as error:
            self._note(
                iter([_parameter_problem(kind, node, dict(e)) for e in error.errors(include_url=False)])
            )
            return None
        self._note(_missing(kind, node, name) for name in params.missing(self.graph.settings))
        self._note(self._alias_problems(kind, node, params))
        return params

    def _alias_problems(self, kind: Operator, node: Node, params: Parameters) -> Iterator[Problem]:
        for alias in kind.aliases(params):
            if not graph_validation.is_name(alias):
                yield Problem("bad-name", graph_validation.bad_name(alias), node=node.id, field="table_name")
            elif alias in self.owners:
                sentence = f"Another table of this job is named {alias!r} already."
                yield Problem("duplicate-name", sentence, node=node.id, field="table_name")
            self.owners[alias] = node.id

    def _context(self, node: Node, kind: Operator) -> Context:
        inputs: dict[str, list[Input]] = {port.name: [] for port in kind.ports.inputs}
        for edge in self.view.topology.incoming.get(node.id, ()):
            if edge.target_port in inputs:
                inputs[edge.target_port].append(self._input(edge.source))
        for port in kind.ports.inputs:
            if port.required and not inputs[port.name]:
                inputs[port.name].append(Input("", pending=True))
        whole = {port: tuple(found) for port, found in inputs.items()}
        return Context(self.graph.settings, self.bindings, whole, self.connectors)

    def _input(self, source: str) -> Input:
        resolved = self.sound.get(source)
        if resolved is None:
            return Input(self.view.topology.nodes[source].name, pending=True)
        return Input(resolved.node.name, resolved.columns, resolved.operator.aliases(resolved.params))


def _connectors(bindings: Bindings) -> dict[str, Connector]:
    """The connector of each data source whose kind is known."""
    known = registry.connector_kinds()
    sources = bindings.datasources.items()
    return {name: registry.connector(source.kind) for name, source in sources if source.kind in known}


def _missing(kind: Operator, node: Node, name: str) -> Problem:
    title = _title(kind, name)
    return Problem("missing-parameter", f"Fill in {title!r}.", node=node.id, field=name)


def _title(kind: Operator, name: str) -> str:
    field = kind.parameters.model_fields.get(name)
    return field.title or name if field else name


def _parameter_problem(kind: Operator, node: Node, error: dict[str, Any]) -> Problem:
    path = [str(part) for part in error["loc"]]
    name, place = path[0] if path else "", ".".join(path)
    blank = isinstance(error["input"], str) and not error["input"].strip()
    if len(path) == 1 and (error["type"] == "missing" or blank):
        return _missing(kind, node, name)
    if error["type"] == "extra_forbidden":
        near = did_you_mean(path[-1], kind.parameters.model_fields) if len(path) == 1 else ""
        sentence = f"{kind.label} has no parameter {place!r}.{near}"
        return Problem("unknown-parameter", sentence, node=node.id, field=place)
    sentence = f"{_title(kind, name)}: {_plain(error['msg'])}."
    return Problem("bad-parameter", sentence, node=node.id, field=place)


def _plain(message: str) -> str:
    """A message of pydantic without its prefixes, as the rest of a sentence."""
    message = message.removeprefix("Value error, ").rstrip(".")
    return message.replace("Input should be", "it should be")
