"""`penstock bundle`: the one jar that runs a graph's job on any cluster."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from penstock import compiler
from penstock.cli import input_files
from penstock.flink import bundle
from penstock.flink.bundle import BundleError
from penstock.flink.installation import Engine
from penstock.flink.versions import DEFAULT_VERSION, EngineError
from penstock.graph.problems import ProblemsError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `bundle`."""
    input_files.add_arguments(parser)
    parser.add_argument("--engine", default=DEFAULT_VERSION, help="the Flink version to run on")
    parser.add_argument("-o", "--out", type=Path, required=True, help="the jar to write, or a folder")


def run(args: argparse.Namespace) -> int:
    """Write the bundle and print its address as JSON. The exit code is 1 when the graph has errors."""
    try:
        script = compiler.compile(*input_files.read(args))
        engine = Engine(args.engine)
        connectors = engine.connectors(script.requirements.connectors)
        made = bundle.assemble(script, engine.bundle_jars, connectors, (), args.out)
    except ProblemsError as error:
        input_files.print_problems(error.problems)
        return 1
    except (OSError, input_files.FileError, EngineError, BundleError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(json.dumps({"sha256": made.sha256, "size": made.size, "path": str(made.path)}))
    return 0
