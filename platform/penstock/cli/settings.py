"""`penstock settings`: the reference of all environment variables, as Markdown."""

from __future__ import annotations

import argparse

from penstock import environment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_args: argparse.Namespace) -> int:
    """Print the reference."""
    print(environment.render_markdown(), end="")
    return 0
