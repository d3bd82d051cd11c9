"""`penstock up`: start the local stack, keep it running, stop it on Ctrl-C."""

import argparse
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType

from penstock.local import demo
from penstock.local.errors import LocalError
from penstock.local.ports import DEMO as DEMO_PORTS
from penstock.local.ports import PortPlan
from penstock.local.programs import Installation
from penstock.local.service_registry import PORTS, resolve_services
from penstock.local.stack import Stack


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `up`."""
    parser.add_argument("--data", type=Path, help="data folder (default: data in the home folder)")
    parser.add_argument("--port", type=_parse_port, default=DEMO_PORTS.fixed["web"], help="port of the pages")
    parser.add_argument(
        "--ports",
        type=_parse_named_ports,
        default={},
        metavar="NAME=PORT,…",
        help="ports of other services: kafka, postgres, redis, flink-test, flink-production, …",
    )
    parser.add_argument(
        "--services",
        type=_parse_names,
        default=demo.SERVICES,
        metavar="NAME,…",
        help="start these services only, with what they need (default: all)",
    )
    parser.add_argument("--demo", action="store_true", help="fill in the demo tenant and keep writing orders")


def run(args: argparse.Namespace) -> int:
    """Run until Ctrl-C or SIGTERM. Returns the exit code."""
    home = Installation.default().home
    plan = PortPlan({**args.ports, "web": args.port}, DEMO_PORTS.preferred)
    stop = threading.Event()
    started_at = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _interrupt)
    try:
        stack = Stack(
            home,
            args.data or home / "data",
            args.services - (set() if args.demo else {"producer"}),
            plan,
            durable=True,
            supervise=True,
            on_progress=_print_line,
        )
        _print_line("Starting the local stack")
        with stack:
            if args.demo:
                demo.seed(stack)
            _print_line(demo.format_welcome(stack, time.monotonic() - started_at, args.demo))
            stop.wait()
    except KeyboardInterrupt:
        pass
    except LocalError as problem:
        sys.stderr.write(f"\n{problem}\n")
        return 1
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Stop everything on the first Ctrl-C; a second one must not interrupt the shutdown."""
    for ignored in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ignored, signal.SIG_IGN)
    _print_line("\nStopping every process; the data stays for next time")
    raise KeyboardInterrupt


def _print_line(sentence: str) -> None:
    # One write a line: services report from several threads.
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _parse_port(text: str) -> int:
    number = int(text) if text.isdigit() else 0
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 1 to 65535.")
    return number


def _parse_names(text: str) -> frozenset[str]:
    names = frozenset(filter(None, text.replace(" ", "").split(",")))
    try:
        resolve_services(names)
    except LocalError as problem:
        raise argparse.ArgumentTypeError(str(problem)) from None
    return names


def _parse_named_ports(text: str) -> dict[str, int]:
    ports: dict[str, int] = {}
    for part in filter(None, text.replace(" ", "").split(",")):
        name, _, port = part.partition("=")
        if name not in PORTS:
            raise argparse.ArgumentTypeError(f"{name!r} has no port; there are {', '.join(PORTS)}.")
        ports[name] = _parse_port(port)
    return ports
