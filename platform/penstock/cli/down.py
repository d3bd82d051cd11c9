"""`penstock down`: stop the stack that another terminal started."""

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from penstock.local.programs import Installation
from penstock.local.state_file import StateFile

_STOP_WITHIN = 60.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `down`."""
    parser.add_argument("--data", type=Path, help="data folder (default: data in the home folder)")


def run(args: argparse.Namespace) -> int:
    """Ask the running stack to stop and wait until it has."""
    state_file = StateFile((args.data or Installation.default().home / "data").resolve())
    if not state_file.is_running():
        state_file.kill_leftovers()
        sys.stdout.write(f"Nothing runs on {state_file.data}.\n")
        return 0
    pid = int(state_file.read()["pid"])
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + _STOP_WITHIN
    while state_file.is_running():
        if time.monotonic() > until:
            sys.stderr.write(
                f"Process {pid} has not stopped within {_STOP_WITHIN:.0f} s; look at its terminal.\n"
            )
            return 1
        time.sleep(0.1)
    sys.stdout.write("Stopped.\n")
    return 0
