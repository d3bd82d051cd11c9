"""`penstock beat`: the scheduler of periodic tasks. Exactly one must run."""

from __future__ import annotations

import argparse
from pathlib import Path

from penstock.cli.processes import run_beat
from penstock.distribution import default_home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `beat`."""
    parser.add_argument(
        "--schedule", type=Path, help="file with the times of the last runs (default: in PENSTOCK_HOME)"
    )


def run(args: argparse.Namespace) -> int:
    """Become the scheduler."""
    schedule: Path = args.schedule or default_home() / "data" / "beat" / "schedule"
    schedule.parent.mkdir(parents=True, exist_ok=True)
    run_beat(str(schedule))
