"""A check that says which statement the planner gave up on, instead of failing for all of them."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from penstock.compiler.script import Script
from penstock.planner.jvm_process import ProcessExited, ResponseTimeout

#: Seconds of processor time that one statement may take. Usual ones take some hundredths.
STATEMENT_CPU_SECONDS = 8.0
#: A statement that took so long is to blame when the time for the whole check is over.
_BLAME_CPU_SECONDS = 3.0
_MAX_QUARANTINED = 500

Verdicts = list[dict[str, Any]]
#: Asks once: (params) -> statements; raises Died or Late with the progress made.
CheckOnce = Callable[[dict[str, Any]], Verdicts]


class StatementQuarantine:
    """Remembers what brought the planner down, so that it does so once and not with every key pressed."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, str] = OrderedDict()

    def check(self, script: Script, ask: CheckOnce) -> Verdicts:
        """The verdict on each statement; raises Died or Late when no statement can be blamed."""
        document = script.to_dict()
        keys = _statement_keys(document)
        skip = {str(i): self._known[key] for i, key in enumerate(keys) if key in self._known}
        params = {"script": document, "skip": skip}
        try:
            return ask(params)
        except ProcessExited as end:
            first = end
        if isinstance(first, ResponseTimeout) and _is_to_blame(first) and not _is_insert(document, first):
            return self._quarantine(first, keys)
        try:
            # Inserts are planned with all that they read: apart, the one that is too much shows.
            return ask({**params, "isolate": True})
        except ProcessExited as second:
            for one in (second, first):
                if _is_to_blame(one):
                    return self._quarantine(one, keys)
            raise

    def _quarantine(self, end: ProcessExited, keys: list[str]) -> Verdicts:
        index, verdicts = end.progress.statement or 0, end.progress.verdicts
        why = (
            f"within {STATEMENT_CPU_SECONDS:g} s"
            if isinstance(end, ResponseTimeout)
            else "for lack of memory"
        )
        sentence = f"Flink's planner gave up on this query {why}: make it simpler."
        self._known[keys[index]] = sentence
        while len(self._known) > _MAX_QUARANTINED:
            self._known.popitem(last=False)
        unseen = _error_result("upstream", "Not checked, since the planner gave up on another statement.")
        answer = [verdicts.get(number, unseen) for number in range(len(keys))]
        answer[index] = _error_result("plan", sentence)
        return answer


def _is_to_blame(end: ProcessExited) -> bool:
    """Whether it is the statement's fault, not a busy machine's or that of a killed process."""
    if end.progress.statement is None:
        return False
    return (
        end.progress.cpu_seconds >= _BLAME_CPU_SECONDS
        if isinstance(end, ResponseTimeout)
        else end.out_of_memory
    )


def _is_insert(document: dict[str, Any], end: ProcessExited) -> bool:
    index = end.progress.statement
    return index is not None and document["statements"][index]["kind"] == "insert"


def _error_result(kind: str, message: str) -> dict[str, Any]:
    place = dict.fromkeys(("line", "column", "end_line", "end_column"))
    return {"ok": False, "error": {"message": message, **place, "kind": kind}}


def _statement_keys(document: dict[str, Any]) -> list[str]:
    """A key of each statement, over itself and everything before it that it stands on."""
    below: dict[str, str] = {}
    keys = []
    for statement in document["statements"]:
        names = [*statement.get("reads", ()), statement.get("schema_from") or "", statement["name"]]
        text = json.dumps([document["settings"], statement, [below.get(name) for name in names]])
        keys.append(hashlib.sha256(text.encode()).hexdigest())
        below.setdefault(statement["name"], keys[-1])
    return keys
