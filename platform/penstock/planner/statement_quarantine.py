"""A check that says which statement failed the planner, instead of failing for all of them."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any

from penstock.compiler.script import Script
from penstock.compiler.statement_result import StatementError, StatementResult
from penstock.planner.jvm_process import ProcessExited, ResponseTimeout
from penstock.planner.protocol import CheckParams

#: Seconds of processor time that one statement may take. Usual ones take some hundredths.
STATEMENT_CPU_SECONDS = 8.0
#: A statement that took so long is to blame when the time for the whole check is over.
_BLAME_CPU_SECONDS = 3.0
_MAX_QUARANTINED = 500

CheckOnce = Callable[[CheckParams], list[StatementResult]]
"""Sends one check; raises ProcessExited or ResponseTimeout with the progress so far."""


class StatementQuarantine:
    """Remembers statements that failed the planner, so that each does so once and not at every key press."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, str] = OrderedDict()

    def check(self, script: Script, check_once: CheckOnce) -> list[StatementResult]:
        """The result of each statement.

        Raises:
            ProcessExited: The process exited, and no statement is to blame.
            ResponseTimeout: The process did not answer, and no statement is to blame.
        """
        document = script.to_dict()
        keys = _statement_keys(document)
        skip = {str(i): self._known[key] for i, key in enumerate(keys) if key in self._known}
        params: CheckParams = {"script": document, "skip": skip}
        try:
            return check_once(params)
        except ProcessExited as end:
            first = end
        if isinstance(first, ResponseTimeout) and _is_to_blame(first) and not _is_insert(document, first):
            return self._quarantine(first, keys)
        try:
            # Inserts are planned with all that they read; isolated, the statement that is too much shows.
            return check_once({**params, "isolate": True})
        except ProcessExited as second:
            for one in (second, first):
                if _is_to_blame(one):
                    return self._quarantine(one, keys)
            raise

    def _quarantine(self, end: ProcessExited, keys: list[str]) -> list[StatementResult]:
        index, results = end.progress.statement or 0, end.progress.results
        timed_out = isinstance(end, ResponseTimeout)
        why = f"within {STATEMENT_CPU_SECONDS:g} s" if timed_out else "for lack of memory"
        sentence = f"Flink's planner gave up on this query {why}: make it simpler."
        self._known[keys[index]] = sentence
        while len(self._known) > _MAX_QUARANTINED:
            self._known.popitem(last=False)
        unseen = _error_result("upstream", "Not checked, since the planner gave up on another statement.")
        answer = [results.get(number, unseen) for number in range(len(keys))]
        answer[index] = _error_result("plan", sentence)
        return answer


def _is_to_blame(end: ProcessExited) -> bool:
    """Whether it is the statement's fault, not that of a busy machine or of a killed process."""
    if end.progress.statement is None:
        return False
    if isinstance(end, ResponseTimeout):
        return end.progress.cpu_seconds >= _BLAME_CPU_SECONDS
    return end.out_of_memory


def _is_insert(document: Mapping[str, Any], end: ProcessExited) -> bool:
    index = end.progress.statement
    return index is not None and document["statements"][index]["kind"] == "insert"


def _error_result(kind: str, message: str) -> StatementResult:
    error: StatementError = {
        "message": message,
        "line": None,
        "column": None,
        "end_line": None,
        "end_column": None,
        "kind": kind,
    }
    return {"ok": False, "error": error}


def _statement_keys(document: Mapping[str, Any]) -> list[str]:
    """A key of each statement, over itself and all statements before it that it depends on."""
    below: dict[str, str] = {}
    keys = []
    for statement in document["statements"]:
        names = [*statement.get("reads", ()), statement.get("schema_from") or "", statement["name"]]
        text = json.dumps([document["settings"], statement, [below.get(name) for name in names]])
        keys.append(hashlib.sha256(text.encode()).hexdigest())
        below.setdefault(statement["name"], keys[-1])
    return keys
