"""`make bench`: every measurement, in one table."""

from rich.console import Console
from rich.table import Table

from tests.bench import check_bench, compile_bench, start_bench


def main() -> None:
    """Measure and print. The quick ones come first; each may take a minute on a small machine."""
    table = Table("Measure", "Median", "Lowest to highest", "Goal", title="Penstock bench")
    console = Console()
    with console.status("compiling graphs"):
        for row in compile_bench.rows():
            spread = f"{row.fastest_ms:.1f} to {row.slowest_ms:.1f} ms, {row.per_node_us:.0f} µs a node"
            goal = f"< {row.goal_ms:.0f} ms" if row.goal_ms else ""
            table.add_row(f"compile, {row.nodes:,} nodes", f"{row.median_ms:.1f} ms", spread, goal)
    for what, rows in (("checking jobs", check_bench.rows), ("starting jobs", start_bench.rows)):
        with console.status(what):
            for found in rows():
                table.add_row(found["measure"], found["median"], found["spread"], found["goal"])
    console.print(table)


if __name__ == "__main__":
    main()
