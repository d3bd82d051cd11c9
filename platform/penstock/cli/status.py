"""`penstock status`: the services of the local stack, and their ports."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from penstock.local.process import is_same_process
from penstock.local.programs import Installation
from penstock.local.state_file import StateFile


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `status`."""
    parser.add_argument("--data", type=Path, help="data folder (default: data in the home folder)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print a line for each service. The exit code is 3 if nothing runs, 1 if some services don't."""
    state_file = StateFile((args.data or Installation.default().home / "data").resolve())
    running = state_file.is_running()
    services = describe(state_file.read()) if running else []
    if args.json:
        sys.stdout.write(
            json.dumps({"running": running, "data": str(state_file.data), "services": services}) + "\n"
        )
    elif running:
        _print_table(services)
    else:
        sys.stdout.write(f"Nothing runs on {state_file.data}. Start it with `make demo` or `penstock up`.\n")
    if not running:
        return 3
    return 0 if all(service["alive"] for service in services) else 1


def describe(state: dict[str, Any]) -> list[dict[str, Any]]:
    """The services of a state file, with whether each is alive."""
    return [
        {
            "name": name,
            "alive": is_same_process(int(service["pid"]), float(service["created"])),
            "pid": service["pid"],
            "port": state["ports"].get(name.removesuffix("-jobmanager")),
            "log": service["log"],
        }
        for name, service in sorted(state["services"].items())
    ]


def _print_table(services: list[dict[str, Any]]) -> None:
    table = Table("Service", "State", "Process", "Port")
    for service in services:
        state = "[green]runs[/]" if service["alive"] else "[red]ended[/]"
        table.add_row(service["name"], state, str(service["pid"]), str(service["port"] or ""))
    Console().print(table)
    sys.stdout.write(f"Logs: {Path(services[0]['log']).parent}\n")
