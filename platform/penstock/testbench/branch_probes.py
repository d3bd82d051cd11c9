"""Queries beside a job that tell which way its rows go where they part; the job itself stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from penstock.compiler import source_map
from penstock.compiler.script import Script, Statement
from penstock.graph.document import Graph
from penstock.planner.statement_quarantine import Verdicts
from penstock.sql import quoting as sql
from penstock.testbench.client import TestClient, UserCode

_BRANCH_OF_KIND = {"filter": "filter", "join": "join"}
"""Kinds of nodes whose own query has that one branch."""


@dataclass(frozen=True, slots=True)
class BranchProbe:
    """A branch, `{"node", "kind", "text", "line", "column"}`, its ways, and the output that tells them."""

    branch: Mapping[str, Any]
    outcomes: tuple[str, ...]
    output: str

    def count_rows(self, changes: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """How many rows went each way.

        A join first tells a row as unmatched and may take that back, so there the end counts; elsewhere a
        row that was taken back has still gone its way.
        """
        counts = dict.fromkeys(self.outcomes, 0)
        for change in changes:
            way, came = change["row"]["outcome"], change["kind"] in ("+I", "+U")
            if way in counts and (came or self.branch["kind"] == "join"):
                counts[way] += 1 if came else -1
        return counts


@dataclass(frozen=True, slots=True)
class ProbedScript:
    """A bench script with probes. `unobservable` are sentences about branches that cannot be observed."""

    script: Script
    probes: tuple[BranchProbe, ...]
    unobservable: tuple[str, ...]


def add_probes(bench: TestClient, script: Script, graph: Graph | None, user_code: UserCode) -> ProbedScript:
    """The bench's script with a probe for each branch that the planner can observe."""
    names = {s.name for s in script.statements}
    own = [_ProbeCandidate(script, branch, graph, names) for branch in bench.find_branches(script)]
    tried = replace(script, statements=_insert_last(script, [s for one in own for s in one.statements()]))
    sound = _find_sound(tried, bench.check(tried, user_code)) if own else set()
    chosen = [(one, one.first_planned(sound)) for one in own]
    added = [s for one, number in chosen if number is not None for s in one.statements(number)]
    return ProbedScript(
        replace(script, statements=_insert_last(script, added)),
        tuple(BranchProbe(one.branch, one.outcomes, one.name(n)) for one, n in chosen if n is not None),
        tuple(
            f"{_describe_branch(one.branch)} of {one.reader.name!r} cannot be observed:"
            " Flink refuses to plan that."
            for one, number in chosen
            if number is None
        ),
    )


def _insert_last(script: Script, more: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple(sorted((*script.statements, *more), key=lambda s: s.kind == "insert"))


def _find_sound(script: Script, verdicts: Verdicts) -> set[str]:
    """Names of which every statement is in order."""
    wrong = {s.name for s, v in zip(script.statements, verdicts, strict=True) if not v["ok"]}
    return {s.name for s in script.statements} - wrong


def _describe_branch(branch: Mapping[str, Any]) -> str:
    text = shorten(branch["text"])
    return text if branch["kind"] == "case" else f"{branch['kind'].upper()} {text}"


def shorten(text: str) -> str:
    """On one line, and cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:60]}…"


class _ProbeCandidate:
    """The probes that one branch may have, of which the first that can be planned is taken."""

    def __init__(
        self, script: Script, found: Mapping[str, Any], graph: Graph | None, names: set[str]
    ) -> None:
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

    def first_planned(self, sound: set[str]) -> int | None:
        whole = (n for n in range(len(self.queries)) if {self.name(n), f"{self.name(n)}_out"} <= sound)
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


def _locate_branch(reader: Statement, found: Mapping[str, Any], graph: Graph | None) -> dict[str, Any]:
    place = source_map.locate(reader, found)
    kinds = {node.id: node.kind for node in graph.nodes} if graph else {}
    kind, text = found["kind"], found["text"]
    line, column = place.line, place.column
    if kind == "where" and kinds.get(reader.node) == "filter":
        # The brackets around the condition are not the user's.
        kind = "filter"
        span = next((s for s in reader.source if s.syntax == "expression"), None)
        if span:
            line, column, text = span.text_line, span.text_column, _source_text(reader.sql, span) or text
    return {"node": reader.node, "kind": kind, "text": text, "line": line, "column": column}


def _source_text(statement: str, span: Any) -> str:
    lines = statement.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column] if len(lines) > 1 else lines[-1]
    lines[0] = lines[0][span.column - 1 : span.end_column if len(lines) == 1 else None]
    return "\n".join(lines)
