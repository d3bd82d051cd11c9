"""`penstock compile GRAPH.json [--bindings FILE] [--json]`: the Flink SQL of a graph."""

from __future__ import annotations

import argparse
import sys

from penstock import compiler
from penstock.cli import input_files
from penstock.graph.problems import ProblemsError, errors


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    input_files.add_arguments(parser)
    parser.add_argument("--json", action="store_true", help="print the script as JSON, as a bundle holds it")


def run(args: argparse.Namespace) -> int:
    """Print the script and 0, or what is wrong and 1."""
    try:
        graph, bindings = input_files.read(args)
        draft = compiler.compile_partial(graph, bindings)
    except ProblemsError as error:
        input_files.print_problems(error.problems)
        return 1
    except input_files.FileError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    input_files.print_problems(draft.problems)
    if errors(draft.problems):
        return 1
    print(draft.script.to_json() + "\n" if args.json else draft.script.text(), end="")
    return 0
