"""Why a result may be missing: rows that came too late and were dropped."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from penstock.testkit import timestamps

_MAX_NAMED = 3


@dataclass(frozen=True, slots=True)
class LateRow:
    """A row that was late at its source; `row_index` is its place in the pack."""

    source: str
    row_index: int
    event_ms: int
    watermark_ms: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """What a run says of late rows: how many each operator dropped, and which were late at their source."""

    dropped: Mapping[str, int] = field(default_factory=dict)
    rows: Sequence[LateRow] = ()


def explain(missing: Sequence[Mapping[str, Any]], key: Sequence[str], late: Lateness) -> list[str]:
    """Sentences about missing or differing results; none when the run dropped nothing."""
    dropped = {name: count for name, count in late.dropped.items() if count}
    if not dropped:
        return []
    drops = [_describe_drop(name, count) for name, count in dropped.items()]
    return [*drops, *(sentence for row in missing for sentence in _describe_window(row, key, late))]


def _describe_drop(operator: str, count: int) -> str:
    rows = "1 late row was" if count == 1 else f"{count} late rows were"
    return f"{rows} dropped by {operator}; results that count on them are missing or smaller."


def _describe_window(row: Mapping[str, Any], key: Sequence[str], late: Lateness) -> Iterator[str]:
    start, end = _parse_ms(row.get("window_start")), _parse_ms(row.get("window_end"))
    if start is None or end is None:
        return
    inside = [r for r in late.rows if start <= r.event_ms < end and r.watermark_ms >= end - 1]
    if not inside:
        return
    named = "; ".join(
        f"row {r.row_index + 1} of {r.source} ({timestamps.format_epoch_ms(r.event_ms)},"
        f" when the watermark was at {timestamps.format_epoch_ms(r.watermark_ms)})"
        for r in inside[:_MAX_NAMED]
    )
    more = f" and {len(inside) - _MAX_NAMED} more" if len(inside) > _MAX_NAMED else ""
    rest = ", ".join(f"{n}={row[n]}" for n in key if n in row and n not in ("window_start", "window_end"))
    of = f" of {rest}" if rest else ""
    window = f"{timestamps.format_epoch_ms(start)} to {timestamps.format_epoch_ms(end)}"
    yield f"The window {window}{of} had closed before these rows came: {named}{more}."


def _parse_ms(value: str | int | None) -> int | None:
    try:
        return (
            timestamps.to_epoch_ms(timestamps.parse_timestamp(value, 9, zoned=False))
            if value is not None
            else None
        )
    except ValueError:
        return None
