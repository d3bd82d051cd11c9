"""Codes for what the planner says, and a better sentence where the compiler knows more than Flink.

The planner already answers without class names, positions or stacks.
"""

from __future__ import annotations

import re

_EVENT_TIMES = (
    r"Several columns are event times: \1. A sink takes one: leave the others out, or write"
    r" CAST(… AS TIMESTAMP(3)) in a SQL operator before it."
)
_COLUMN = r"There is no column '\1' in the input."

_KNOWN: tuple[tuple[str, re.Pattern[str], str | None], ...] = (
    ("unknown-table", re.compile(r"is not an input of|Object '[^']+' not found"), None),
    ("unknown-column", re.compile(r"^Column '([^']+)' not found in any table\.?$"), _COLUMN),
    ("unknown-column", re.compile(r"^Column '[^']+' not found"), None),
    ("needs-upsert", re.compile(r"only appends rows|doesn't support consuming (?:update|delete)"), None),
    ("two-event-times", re.compile(r"more than one rowtime attribute column \[([^\]]*)\]"), _EVENT_TIMES),
)


def explain(kind: str, message: str) -> tuple[str, str]:
    """Code and sentence for an error of the planner of that kind (`parse`, `validate`, `plan` …)."""
    text = message.strip()
    for code, pattern, sentence in _KNOWN:
        match = pattern.search(text)
        if match:
            return code, match.expand(sentence) if sentence else text
    if text and text[-1] not in ".!?":
        text += "."
    return f"sql-{kind}", text or "Flink refuses this without saying why."
