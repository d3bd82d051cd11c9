"""`make benchmarks`: every measurement, in one table that says which goals are met."""

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator

from rich.console import Console
from rich.table import Table

from benchmarks import check, compile, page, start, testing

Row = dict[str, str]


def compiling() -> Iterator[Row]:
    """Compile times by size, in the form of the other benchmarks."""
    for row in compile.rows():
        yield {
            "measure": f"compile, {row.nodes:,} nodes",
            "median": f"{row.median_ms:.1f} ms",
            "spread": f"{row.fastest_ms:.1f} to {row.slowest_ms:.1f} ms, {row.per_node_us:.0f} µs a node",
            "goal": f"< {row.goal_ms:.0f} ms" if row.goal_ms else "",
        }


# The quick one first: the others start servers of their own.
PARTS: dict[str, Callable[[], Iterable[Row]]] = {
    "compile": compiling,
    "check": check.rows,
    "start": start.rows,
    "testing": testing.rows,
    "page": page.rows,
}


def met(row: Row) -> str:
    """Whether the median is within the goal; empty where none is set."""
    if not row["goal"]:
        return ""
    goal, median = (float(re.findall(r"-?[\d.]+", row[name])[0]) for name in ("goal", "median"))
    return "yes" if median <= goal else "[bold red]no[/]"


def main() -> None:
    """Measure and print. A part may take some minutes on a small machine."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    wanted = parser.parse_args().parts or list(PARTS)
    if unknown := set(wanted) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    table = Table("Measure", "Median", "Lowest to highest", "Goal", "Met", title="Penstock benchmarks")
    progress = Console(stderr=True)
    for part in wanted:
        with progress.status(f"measuring: {part}"):
            for row in PARTS[part]():
                table.add_row(row["measure"], row["median"], row["spread"], row["goal"], met(row))
    # Wide enough for the table where the output is no terminal.
    Console(width=None if sys.stdout.isatty() else 140).print(table)


if __name__ == "__main__":
    main()
