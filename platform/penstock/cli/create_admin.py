"""`penstock create-admin`: a tenant's first account."""

from __future__ import annotations

import argparse

from penstock.cli.processes import run_module


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `create-admin`."""
    parser.add_argument("tenant", help="name of the tenant; created if it is missing")
    parser.add_argument("username", help="user name of the administrator")


def run(args: argparse.Namespace) -> int:
    """Become the Django command."""
    run_module("django", "create_admin", args.tenant, args.username)
