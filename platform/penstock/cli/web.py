"""`penstock web`: the ASGI server for pages, API and WebSockets."""

from __future__ import annotations

import argparse

from penstock.cli.processes import run_module


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `web`."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--processes", type=int, default=1, help="number of server processes (default: 1)")


def run(args: argparse.Namespace) -> int:
    """Become uvicorn."""
    run_module(
        "uvicorn",
        *("penstock.web.asgi:application", "--host", args.host, "--port", str(args.port)),
        *("--workers", str(args.processes), "--log-level", "warning"),
        # Open WebSockets must not delay a stop.
        *("--timeout-graceful-shutdown", "3"),
    )
