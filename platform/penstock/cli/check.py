"""`penstock check`: everything that is wrong with a graph, by the compiler and by Flink's own planner."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from penstock.compiler import bindings as bindings_documents
from penstock.compiler import check, draft
from penstock.compiler.bindings import Bindings
from penstock.compiler.check import CheckReport
from penstock.graph.document import Graph
from penstock.graph.problems import Problem, ProblemsError
from penstock.planner.client import Planner, PlannerError, PlannerProcess
from penstock.planner.engines import Engine, EngineError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `check`."""
    add_graph(parser)
    parser.add_argument("--engine", default="1.20", help="the Flink version to check against")


def add_graph(parser: argparse.ArgumentParser) -> None:
    """The arguments that name a graph and its bindings."""
    parser.add_argument("graph", type=Path, help="the graph document")
    parser.add_argument("--bindings", type=Path, help="data sources and tables (a JSON document)")


def run(args: argparse.Namespace) -> int:
    """Print the report as JSON. The exit code is 1 when the graph has errors, 2 when it can't be checked."""
    try:
        graph, bindings = read(args)
        report = inspect(graph, bindings, Engine(args.engine))
    except ProblemsError as error:
        report = CheckReport(error.problems)
    except (OSError, EngineError, PlannerError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n")
    return 0 if report.ok else 1


def read(args: argparse.Namespace) -> tuple[Graph, Bindings]:
    """The graph and the bindings that the arguments name; raises OSError or ProblemsError."""
    graph = Graph.load(_text(args.graph))
    return graph, bindings_documents.load(_text(args.bindings)) if args.bindings else Bindings()


def inspect(graph: Graph, bindings: Bindings, engine: Engine) -> CheckReport:
    """The report on `graph`; what is sound is planned even while other nodes have errors."""
    found = draft(graph, bindings)
    if not found.script.statements:
        return CheckReport(found.problems)
    with PlannerProcess(engine) as process:
        answer = Planner(process).check(found.script)
    return check.report(graph, found.script, answer, bindings)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ProblemsError([Problem("not-json", f"{path} is not a text in UTF-8.")]) from None
