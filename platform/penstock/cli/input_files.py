"""Reads graphs and bindings for the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from penstock.graph.document import MAX_TEXT, Graph
from penstock.graph.problems import Problem
from penstock.operators.bindings import Bindings, load


class FileError(Exception):
    """A file that cannot be read; the text names it and the reason."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of every command that works on a graph."""
    parser.add_argument("graph", metavar="GRAPH.json", type=Path, help="the graph; - for standard input")
    parser.add_argument(
        "--bindings",
        metavar="FILE",
        type=Path,
        help="data sources and tables; by default bindings.json beside the graph, if there is one",
    )


def read(args: argparse.Namespace) -> tuple[Graph, Bindings]:
    """Graph and bindings.

    Raises:
        FileError: A file cannot be read.
        GraphError: It is not the document of a graph.
        BindingsError: The bindings are wrong; the problems name each wrong place.
    """
    return Graph.load(_text(args.graph)), _bindings(args.graph, args.bindings)


def _bindings(graph: Path, given: Path | None) -> Bindings:
    path = given or graph.parent / "bindings.json"
    return load(_text(path)) if given or path.exists() else Bindings()


def _text(path: Path) -> str:
    try:
        if str(path) == "-":
            return sys.stdin.read(MAX_TEXT + 1)
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise FileError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise FileError(f"{path} is not text in UTF-8.") from None


def print_problems(problems: Iterable[Problem]) -> None:
    """Print the problems to standard error, one line each."""
    for problem in problems:
        place = f"node {problem.node}" if problem.node else "job"
        place += f", {problem.field}" if problem.field else ""
        place += f", line {problem.line}, column {problem.column}" if problem.line else ""
        print(f"{problem.severity}: {place}: {problem.message}", file=sys.stderr)
