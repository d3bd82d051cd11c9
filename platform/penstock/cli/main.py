"""`penstock`, the command line: a sub-command `a-b` is the module `penstock.cli.a_b`."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from typing import Protocol, cast

COMMANDS = {
    "web": "Serve pages, API and WebSockets.",
    "worker": "Run a worker that operates Flink, or runs unit tests.",
    "planner": "Run the worker that checks graphs with Flink's planner.",
    "beat": "Run the scheduler of periodic tasks.",
    "migrate": "Bring the database's tables up to date.",
    "create-admin": "Create a tenant's first account.",
    "engine": "Install a Flink version with its connectors into the engine folder.",
    "settings": "Print the reference of all environment variables.",
    "up": "Start the local stack.",
    "down": "Stop the local stack.",
    "status": "Show what of the local stack is running.",
    "operators": "List the operator kinds, or write their reference pages.",
    "graph-schema": "Print the JSON Schema of graph documents.",
    "compile": "Print the Flink SQL of a graph; needs no server.",
    "check": "Check a graph with Flink's planner; prints the findings as JSON.",
    "test": "Run the unit tests of jobs on a server; exit code and JUnit XML for a CI.",
    "bundle": "Write the self-contained jar of a graph.",
}


class Command(Protocol):
    """The interface of a subcommand's module."""

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""

    def run(self, args: argparse.Namespace) -> int:
        """Run the command; returns its exit code."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    parser = argparse.ArgumentParser(prog="penstock", description="Stream pipelines on Apache Flink.")
    commands = parser.add_subparsers(dest="command", metavar="command", required=True)
    chosen = next((word for word in words if not word.startswith("-")), None)
    modules: dict[str, Command] = {}
    for name, help_ in COMMANDS.items():
        sub = commands.add_parser(name, help=help_, description=help_)
        # Only the requested module is loaded: some import heavy libraries.
        if name == chosen:
            modules[name] = cast(Command, importlib.import_module(f"penstock.cli.{name.replace('-', '_')}"))
            modules[name].add_arguments(sub)
    args = parser.parse_args(words)
    try:
        return modules[args.command].run(args)
    except BrokenPipeError:
        # The reader of the output has closed it, as `head` does.
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
