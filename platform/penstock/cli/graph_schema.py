"""`penstock graph-schema`: the JSON Schema of graph documents."""

from __future__ import annotations

import argparse
import json

from penstock.graph.document import Graph


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none."""


def run(_args: argparse.Namespace) -> int:
    """Print the schema."""
    print(json.dumps(Graph.json_schema(), ensure_ascii=False, indent=2))
    return 0
