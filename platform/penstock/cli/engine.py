"""`penstock engine install VERSION`: a Flink version with its connectors, for `penstock planner`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from penstock.distribution import default_home
from penstock.local.engine_installer import install_engine
from penstock.local.errors import LocalError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `engine`."""
    actions = parser.add_subparsers(dest="action", metavar="install", required=True)
    install = actions.add_parser("install", help="install a Flink version; a repeated run repairs it")
    install.add_argument("version", help="such as 1.20")
    install.add_argument("--home", type=Path, help="engine folder (default: PENSTOCK_HOME)")


def run(args: argparse.Namespace) -> int:
    """Install the engine. The exit code is 1 if that failed."""
    home: Path = (args.home or default_home()).resolve()
    try:
        install_engine(args.version, home, on_progress=print)
    except LocalError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(f"Flink {args.version} is installed in {home}.")
    return 0
