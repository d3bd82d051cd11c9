"""`penstock planner`: a Celery worker that owns the planner's JVM and checks graphs, one at a time."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from penstock.cli.processes import run_worker
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION, EngineError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `planner`."""
    parser.add_argument("--home", type=Path, help="engine folder (default: PENSTOCK_HOME)")
    parser.add_argument("--engine", default=DEFAULT_VERSION, help="the Flink version to run on")
    parser.add_argument("--name", help="node name, unique among the workers (default: planner@host)")


def run(args: argparse.Namespace) -> int:
    """Become the worker. The exit code is 1 if the engine is missing or incomplete."""
    if args.home:
        os.environ["PENSTOCK_HOME"] = str(args.home.resolve())
    try:
        Engine(args.engine).planner_classpath()
    except EngineError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return run_worker("planner", args.name or "planner@%h", "solo", 1)
