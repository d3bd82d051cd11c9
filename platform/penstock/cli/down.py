"""`penstock down`: stop the stack that another terminal started."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from penstock.local.programs import Installation
from penstock.local.state_file import Record

_STOP_WITHIN = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `down`."""
    parser.add_argument("--data", type=Path, help="data folder (default: data in the home folder)")


def run(args: argparse.Namespace) -> int:
    """Ask the running stack to stop and wait until it has."""
    record = Record((args.data or Installation.default().home / "data").resolve())
    if not record.running():
        record.end_leftovers()
        sys.stdout.write(f"Nothing runs on {record.data}.\n")
        return 0
    pid = int(record.read()["pid"])
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + _STOP_WITHIN
    while record.running():
        if time.monotonic() > until:
            sys.stderr.write(
                f"Process {pid} has not stopped within {_STOP_WITHIN:.0f} s; look at its terminal.\n"
            )
            return 1
        time.sleep(0.1)
    sys.stdout.write("Stopped.\n")
    return 0
