"""`penstock status`: what runs on this machine's stack, and where."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from penstock.local.process import same_process
from penstock.local.programs import Installation
from penstock.local.state_file import Record


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of `status`."""
    parser.add_argument("--data", type=Path, help="data folder (default: data in the home folder)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace) -> int:
    """Print a line for each service. The exit code is 3 when nothing runs, 1 when a part of it doesn't."""
    record = Record((args.data or Installation.default().home / "data").resolve())
    running = record.running()
    services = describe(record.read()) if running else []
    if args.json:
        sys.stdout.write(
            json.dumps({"running": running, "data": str(record.data), "services": services}) + "\n"
        )
    elif running:
        _print_table(services)
    else:
        sys.stdout.write(f"Nothing runs on {record.data}. Start it with `make demo` or `penstock up`.\n")
    if not running:
        return 3
    return 0 if all(service["alive"] for service in services) else 1


def describe(facts: dict[str, Any]) -> list[dict[str, Any]]:
    """A record's services with what is true of them now."""
    return [
        {
            "name": name,
            "alive": same_process(int(service["pid"]), float(service["created"])),
            "pid": service["pid"],
            "port": facts["ports"].get(name.removesuffix("-jobmanager")),
            "log": service["log"],
        }
        for name, service in sorted(facts["services"].items())
    ]


def _print_table(services: list[dict[str, Any]]) -> None:
    table = Table("Service", "State", "Process", "Port")
    for service in services:
        state = "[green]runs[/]" if service["alive"] else "[red]ended[/]"
        table.add_row(service["name"], state, str(service["pid"]), str(service["port"] or ""))
    Console().print(table)
    sys.stdout.write(f"Logs: {Path(services[0]['log']).parent}\n")
