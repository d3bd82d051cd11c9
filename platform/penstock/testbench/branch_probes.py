"""Probes: queries beside a job that count which way rows go at a branch; the job itself does not change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from penstock.compiler import source_map
from penstock.compiler.script import Script, Span, Statement
from penstock.graph.document import Graph
from penstock.planner.protocol import Branch, CapturedChange
from penstock.registry import operator
from penstock.sql import quoting as sql
from penstock.testbench.client import TestClient
from penstock.testbench.model import UserCode
from penstock.testbench.setup import TestSetup
from penstock.testkit.coverage import BranchInfo


@dataclass(frozen=True, slots=True)
class BranchProbe:
    """A branch, its outcomes, and the output that captures them."""

    branch: BranchInfo
    outcomes: tuple[str, ...]
    output: str

    def count_rows(self, changes: Sequence[CapturedChange]) -> dict[str, int]:
        """The number of rows with each outcome.

        A join first emits a row as unmatched and may retract that, so there the end counts; elsewhere a row
        that was retracted has still had its outcome.
        """
        counts = dict.fromkeys(self.outcomes, 0)
        for change in changes:
            outcome, added = change["row"]["outcome"], change["kind"] in ("+I", "+U")
            if outcome in counts and (added or self.branch["kind"] == "join"):
                counts[outcome] += 1 if added else -1
        return counts


@dataclass(frozen=True, slots=True)
class ProbedScript:
    """A test's script with probes. `unobservable` are sentences about branches that cannot have one."""

    script: Script
    probes: tuple[BranchProbe, ...]
    unobservable: tuple[str, ...]


def add_probes(
    client: TestClient, setup: TestSetup, graph: Graph | None, user_code: UserCode
) -> ProbedScript:
    """The script of a setup with a probe for each branch that the planner can observe."""
    script = setup.script
    names = {s.name for s in script.statements}
    candidates = [_ProbeCandidate(setup.job, branch, graph, names) for branch in setup.branches]
    tried = _insert_last(script, [s for one in candidates for s in one.statements()])
    valid = _find_valid(client, tried, user_code) if candidates else set()
    chosen = [(one, one.first_planned(valid)) for one in candidates]
    added = [s for one, number in chosen if number is not None for s in one.statements(number)]
    return ProbedScript(
        _insert_last(script, added),
        tuple(BranchProbe(one.branch, one.outcomes, one.name(n)) for one, n in chosen if n is not None),
        tuple(
            f"{_describe_branch(one.branch)} of {one.reader.name!r} cannot be observed:"
            " Flink refuses to plan that."
            for one, number in chosen
            if number is None
        ),
    )


def _insert_last(script: Script, more: Sequence[Statement]) -> Script:
    statements = sorted((*script.statements, *more), key=lambda s: s.kind == "insert")
    return replace(script, statements=tuple(statements))


def _find_valid(client: TestClient, script: Script, user_code: UserCode) -> set[str]:
    """The names of which every statement is valid."""
    results = client.analyze(script, user_code)["statements"]
    wrong = {s.name for s, one in zip(script.statements, results, strict=True) if not one["ok"]}
    return {s.name for s in script.statements} - wrong


def _describe_branch(branch: BranchInfo) -> str:
    text = shorten(branch["text"])
    return text if branch["kind"] == "case" else f"{branch['kind'].upper()} {text}"


def shorten(text: str) -> str:
    """On one line, and cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


class _ProbeCandidate:
    """The probes that one branch may have, of which the first that can be planned is used."""

    def __init__(self, script: Script, found: Branch, graph: Graph | None, names: set[str]) -> None:
        self.reader = script.statements[found["statement"]]
        self.queries = found["queries"]
        self.outcomes = tuple(found["outcomes"])
        self.branch = _locate_branch(self.reader, found, graph)
        self.prefix = f"seen_{len(names)}"
        while self.prefix in names:
            self.prefix += "_"
        names.add(self.prefix)

    def name(self, number: int) -> str:
        return f"{self.prefix}_{number}"

    def first_planned(self, valid: set[str]) -> int | None:
        whole = (n for n in range(len(self.queries)) if {self.name(n), f"{self.name(n)}_out"} <= valid)
        return next(whole, None)

    def statements(self, only: int | None = None) -> list[Statement]:
        made = []
        for number, query in enumerate(self.queries):
            if only not in (None, number):
                continue
            view, out, node = self.name(number), f"{self.name(number)}_out", self.reader.node
            options = (("connector", "capture"), ("name", view), ("mode", "all"))
            insert = f"INSERT INTO {sql.ident(out)}\nSELECT * FROM {sql.ident(view)}"
            made += [
                Statement(node, "view", view, sql.create_view(view, query), reads=self.reader.reads),
                Statement(
                    node, "table", out, sql.create_table(out), options, schema_from=view, reads=(view,)
                ),
                Statement(node, "insert", out, insert, reads=(view,)),
            ]
        return made


def _locate_branch(reader: Statement, found: Branch, graph: Graph | None) -> BranchInfo:
    position = source_map.locate(reader, found)
    kinds = {node.id: node.kind for node in graph.nodes} if graph else {}
    kind: str = found["kind"]
    text, line, column = found["text"], position.line, position.column
    own = operator(kinds[reader.node]).branch if reader.node in kinds else None
    if kind == "where" and own is not None:
        # The brackets around the condition are not the user's.
        kind = own
        span = next((s for s in reader.source if s.syntax == "expression"), None)
        if span:
            line, column, text = span.text_line, span.text_column, _source_text(reader.sql, span) or text
    return {"node": reader.node, "kind": kind, "text": text, "line": line, "column": column}


def _source_text(statement: str, span: Span) -> str:
    lines = statement.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column] if len(lines) > 1 else lines[-1]
    lines[0] = lines[0][span.column - 1 : span.end_column if len(lines) == 1 else None]
    return "\n".join(lines)
