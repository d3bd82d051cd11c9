"""`penstock check`: all problems of a graph that the compiler and Flink's planner find."""

from __future__ import annotations

import argparse
import json
import sys

from penstock.cli import input_files
from penstock.compiler import check, compile_partial
from penstock.compiler.check import CheckReport
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION, EngineError
from penstock.graph.document import Graph
from penstock.graph.problems import ProblemsError
from penstock.operators.bindings import Bindings
from penstock.planner.client import Planner, PlannerError, PlannerProcess


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `check`."""
    input_files.add_arguments(parser)
    parser.add_argument("--engine", default=DEFAULT_VERSION, help="the Flink version to check against")


def run(args: argparse.Namespace) -> int:
    """Print the report as JSON. The exit code is 1 if the graph has errors, 2 if it can't be checked."""
    try:
        graph, bindings = input_files.read(args)
        report = check_graph(graph, bindings, Engine(args.engine))
    except ProblemsError as error:
        report = CheckReport(error.problems)
    except (input_files.FileError, EngineError, PlannerError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    print(json.dumps(report.to_dict(), ensure_ascii=False, indent=2))
    return 0 if report.ok else 1


def check_graph(graph: Graph, bindings: Bindings, engine: Engine) -> CheckReport:
    """Check `graph`; valid parts are planned even if other nodes have errors."""
    found = compile_partial(graph, bindings)
    if not found.script.statements:
        return CheckReport(found.problems)
    with PlannerProcess(engine) as process:
        answer = Planner(process).check(found.script)
    return check.report(found, answer["statements"])
