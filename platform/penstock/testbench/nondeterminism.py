"""What a test of a job cannot show exactly: all that follows the clock of the run, or chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from penstock.compiler import source_map
from penstock.compiler.script import Script
from penstock.testbench.client import TestClient
from penstock.testkit.instrumentation import PlannedColumns

_TTL = "table.exec.state.ttl"
_RANDOM = ("RAND", "RAND_INTEGER", "UUID")
_ADVICE = "Leave what comes of it out of what is expected."


def describe_nondeterminism(
    bench: TestClient, script: Script, columns: Mapping[str, PlannedColumns]
) -> list[str]:
    """Sentences about a script that passed the check, none when a run shows everything as it would be.

    `columns` are the planner's, by the name of the table or view.
    """
    found = [dict(one) for one in bench.find_nondeterminism(script)]
    return [
        *dict.fromkeys(
            (
                *_describe_calls(script, found),
                *_describe_windows(script, found, columns),
                *_describe_state_ttl(script),
            )
        )
    ]


def _describe_calls(script: Script, found: list[dict[str, Any]]) -> Iterator[str]:
    for one in found:
        if one["function"] == "DESCRIPTOR":
            continue
        statement = script.statements[one["statement"]]
        line = source_map.locate(statement, one).line
        where = f"{statement.name!r}, line {line}" if line else repr(statement.name)
        what = (
            "is drawn by chance" if one["function"] in _RANDOM else "is the time of the run, by its own clock"
        )
        yield f"{one['text']} in {where} {what}: it is another value in each run. {_ADVICE}"


def _describe_windows(
    script: Script, found: list[dict[str, Any]], columns: Mapping[str, PlannedColumns]
) -> Iterator[str]:
    for one in found:
        statement = script.statements[one["statement"]]
        for name in statement.reads if "time" in one else ():
            time = next((c.get("time") for c in columns.get(name, ()) if c["name"] == one["time"]), None)
            if time == "processing":
                yield (
                    f"The windows of {statement.name!r} follow the clock of the run ({one['time']}):"
                    " which rows fall into one depends on how fast it goes. Test with arrivals in real time,"
                    f" or on event time. {_ADVICE}"
                )


def _describe_state_ttl(script: Script) -> Iterator[str]:
    ttl = script.settings.get(_TTL, "0")
    if ttl.strip("0 ms"):
        yield f"State is forgotten after {ttl} by the clock; in a run, which is shorter, nothing is."
