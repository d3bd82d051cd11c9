"""Changelogs: rows with a kind of change, and the table that they materialize to, as a sink would hold it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, TypedDict

Row = Mapping[str, Any]
"""Cells by column, as JSON holds them."""
ChangeKind = Literal["+I", "-U", "+U", "-D"]
KIND = "_kind"
"""The field that holds the kind of change in a pack's row (of a source of changes) and in an expected row."""


class Change(TypedDict):
    """A row of a changelog."""

    kind: ChangeKind
    row: Row


def materialize(changes: Iterable[Change], key: Sequence[str] = ()) -> tuple[list[Row], int]:
    """The final rows, and the number of retractions of a row that was not there.

    With a key each change sets or removes the row of that key; without, a retraction removes an equal row.
    Rows keep the order in which they first came.
    """
    return _materialize_by_key(changes, key) if key else _materialize_by_value(changes)


def _materialize_by_key(changes: Iterable[Change], key: Sequence[str]) -> tuple[list[Row], int]:
    found: dict[str, Row] = {}
    # Between -U and +U of one key the row keeps its place; only -D gives it up.
    hidden: set[str] = set()
    unmatched = 0
    for change in changes:
        row, kind = change["row"], change["kind"]
        at = _to_json([row.get(name) for name in key])
        if kind in ("+I", "+U"):
            found[at] = row
            hidden.discard(at)
        elif at not in found or at in hidden:
            unmatched += 1
        elif kind == "-U":
            hidden.add(at)
        else:
            del found[at]
    return [row for at, row in found.items() if at not in hidden], unmatched


def _materialize_by_value(changes: Iterable[Change]) -> tuple[list[Row], int]:
    places: dict[str, list[int]] = {}
    rows: list[Row | None] = []
    unmatched = 0
    for change in changes:
        row = change["row"]
        same = places.setdefault(_to_json(row), [])
        if change["kind"] in ("+I", "+U"):
            same.append(len(rows))
            rows.append(row)
        elif same:
            rows[same.pop()] = None
        else:
            unmatched += 1
    return [row for row in rows if row is not None], unmatched


def _to_json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
