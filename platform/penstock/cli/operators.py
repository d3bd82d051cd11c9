"""`penstock operators [--json | --docs DIR]`: the catalogue of operator kinds."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from penstock.operators.docs import page
from penstock.registry import catalogue, describe, kinds


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print everything about each kind as JSON")
    form.add_argument("--docs", metavar="DIR", type=Path, help="write a reference page for each kind there")


def run(args: argparse.Namespace) -> int:
    """Print the catalogue, or write its pages."""
    if args.docs:
        return _write(args.docs)
    if args.json:
        print(json.dumps([describe(kind) for kind in kinds()], ensure_ascii=False, indent=2))
        return 0
    width = max(len(o.kind) for o in catalogue())
    for found in catalogue():
        print(f"{found.kind:{width}}  {found.group:10}  {found.summary}")
    return 0


def _write(folder: Path) -> int:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for found in catalogue():
            (folder / f"{found.kind}.md").write_text(page(found), encoding="utf-8")
    except OSError as error:
        print(f"error: {folder} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    return 0
