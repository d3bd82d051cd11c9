"""`penstock migrate`: bring the database's tables up to date. Run it before a new version starts."""

from __future__ import annotations

import argparse

from penstock.cli.processes import run_module


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `migrate`."""
    parser.add_argument("--check", action="store_true", help="exit with 1 if there are migrations to apply")


def run(args: argparse.Namespace) -> int:
    """Become Django's `migrate`."""
    run_module("django", "migrate", "--noinput", *(["--check"] if args.check else []))
