"""A check that says which statement the planner gave up on, instead of failing for all of them."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from penstock.compiler.script import Script
from penstock.planner.jvm_process import Died, Late

#: Seconds of processor time that one statement may take. Usual ones take some hundredths.
PATIENCE = 8.0
#: A statement that took so long is to blame when the time for the whole check is over.
_SUSPICIOUS = 3.0
_REMEMBERED = 500

Verdicts = list[dict[str, Any]]
#: Asks once: (params) -> statements; raises Died or Late with the progress made.
Ask = Callable[[dict[str, Any]], Verdicts]


class GivingUp:
    """Remembers what brought the planner down, so that it does so once and not with every key pressed."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, str] = OrderedDict()

    def check(self, script: Script, ask: Ask) -> Verdicts:
        """The verdict on each statement; raises Died or Late when no statement can be blamed."""
        document = script.to_dict()
        keys = _keys(document)
        skip = {str(i): self._known[key] for i, key in enumerate(keys) if key in self._known}
        params = {"script": document, "skip": skip}
        try:
            return ask(params)
        except Died as end:
            first = end
        if isinstance(first, Late) and _is_to_blame(first) and not _is_insert(document, first):
            return self._give_up(first, keys)
        try:
            # Inserts are planned with all that they read: apart, the one that is too much shows.
            return ask({**params, "isolate": True})
        except Died as second:
            for one in (second, first):
                if _is_to_blame(one):
                    return self._give_up(one, keys)
            raise

    def _give_up(self, end: Died, keys: list[str]) -> Verdicts:
        index, verdicts = end.progress.begun or 0, end.progress.verdicts
        why = f"within {PATIENCE:g} s" if isinstance(end, Late) else "for lack of memory"
        sentence = f"Flink's planner gave up on this query {why}: make it simpler."
        self._known[keys[index]] = sentence
        while len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        unseen = _wrong("upstream", "Not checked, since the planner gave up on another statement.")
        answer = [verdicts.get(number, unseen) for number in range(len(keys))]
        answer[index] = _wrong("plan", sentence)
        return answer


def _is_to_blame(end: Died) -> bool:
    """Whether it is the statement's fault, not a busy machine's or that of a killed process."""
    if end.progress.begun is None:
        return False
    return end.progress.spent >= _SUSPICIOUS if isinstance(end, Late) else end.out_of_memory


def _is_insert(document: dict[str, Any], end: Died) -> bool:
    index = end.progress.begun
    return index is not None and document["statements"][index]["kind"] == "insert"


def _wrong(kind: str, message: str) -> dict[str, Any]:
    place = dict.fromkeys(("line", "column", "end_line", "end_column"))
    return {"ok": False, "error": {"message": message, **place, "kind": kind}}


def _keys(document: dict[str, Any]) -> list[str]:
    """A key of each statement, over itself and everything before it that it stands on."""
    below: dict[str, str] = {}
    keys = []
    for statement in document["statements"]:
        names = [*statement.get("reads", ()), statement.get("schema_from") or "", statement["name"]]
        text = json.dumps([document["settings"], statement, [below.get(name) for name in names]])
        keys.append(hashlib.sha256(text.encode()).hexdigest())
        below.setdefault(statement["name"], keys[-1])
    return keys
