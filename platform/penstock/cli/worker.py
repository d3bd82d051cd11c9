"""`penstock worker`: a Celery worker that operates Flink (queue `control`) or runs unit tests (`bench`)."""

from __future__ import annotations

import argparse

from penstock import environment
from penstock.cli.processes import run_worker

QUEUES = ("control", "bench")
#: Tasks of `control` mostly wait for the network.
_CONTROL_CONCURRENCY = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `worker`."""
    parser.add_argument("--queue", choices=QUEUES, default="control", help="default: control")
    parser.add_argument(
        "--concurrency", type=int, help="tasks at once (default: 8; on bench PENSTOCK_BENCH_PROCESSES)"
    )
    parser.add_argument("--name", help="node name, unique among the workers (default: QUEUE@host)")


def run(args: argparse.Namespace) -> int:
    """Become the worker."""
    default = _CONTROL_CONCURRENCY if args.queue == "control" else environment.get_int("BENCH_PROCESSES")
    run_worker(args.queue, args.name or f"{args.queue}@%h", "threads", args.concurrency or default)
