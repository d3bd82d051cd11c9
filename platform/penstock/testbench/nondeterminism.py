"""What a test of a job cannot show exactly: all that depends on the clock of the run, or on chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from penstock.compiler import source_map
from penstock.compiler.script import Script
from penstock.compiler.statement_result import PlannedColumn
from penstock.planner.protocol import NondeterministicCall

_TTL = "table.exec.state.ttl"
_RANDOM = ("RAND", "RAND_INTEGER", "UUID")
_ADVICE = "Leave what depends on it out of the expected rows."


def describe_nondeterminism(
    script: Script,
    calls: Sequence[NondeterministicCall],
    columns: Mapping[str, Sequence[PlannedColumn]],
    settings: Mapping[str, str],
) -> list[str]:
    """Sentences about a valid script; none when a run shows everything as it would be.

    Args:
        script: The instrumented job.
        calls: What the planner found in it.
        columns: The planner's columns by the name of the table or view.
        settings: Those of the job as compiled, before it was instrumented.
    """
    sentences = (
        *_describe_calls(script, calls),
        *_describe_windows(script, calls, columns),
        *_describe_state_ttl(settings),
    )
    return list(dict.fromkeys(sentences))


def _describe_calls(script: Script, calls: Sequence[NondeterministicCall]) -> Iterator[str]:
    for call in calls:
        if call["function"] == "DESCRIPTOR":
            continue
        statement = script.statements[call["statement"]]
        line = source_map.locate(statement, call).line
        where = f"{statement.name!r}, line {line}" if line else repr(statement.name)
        what = "is random" if call["function"] in _RANDOM else "is the time of the run, by its own clock"
        yield f"{call['text']} in {where} {what}: its value differs in each run. {_ADVICE}"


def _describe_windows(
    script: Script, calls: Sequence[NondeterministicCall], columns: Mapping[str, Sequence[PlannedColumn]]
) -> Iterator[str]:
    for call in calls:
        if "time" not in call:
            continue
        statement = script.statements[call["statement"]]
        for name in statement.reads:
            time = next((c.get("time") for c in columns.get(name, ()) if c["name"] == call["time"]), None)
            if time == "processing":
                yield (
                    f"The windows of {statement.name!r} follow the clock of the run ({call['time']}):"
                    " which rows are in one depends on its speed. Test with arrivals in real time,"
                    f" or on event time. {_ADVICE}"
                )


def _describe_state_ttl(settings: Mapping[str, str]) -> Iterator[str]:
    ttl = settings.get(_TTL, "0")
    if ttl.strip("0 ms"):
        yield f"State is forgotten after {ttl} by the clock; in a run, which is shorter, nothing is."
