"""What one record of a source consists of: all that is needed to make records up for a test."""

from __future__ import annotations

from dataclasses import dataclass

from penstock.operators.bindings import Column


@dataclass(frozen=True, slots=True)
class RecordSchema:
    """The record of a source and its time.

    `columns` are those that the record holds, `meta` those that come from the store beside it, each with the
    key of its metadata. Computed columns are left out. `event_time` is one of these columns, or None where
    the job does not follow event time. With `changes` each record is a change (+I, -U, +U, -D).
    """

    columns: tuple[Column, ...]
    meta: tuple[tuple[Column, str], ...] = ()
    event_time: str | None = None
    delay_ms: int = 0
    idle_timeout_ms: int | None = None
    changes: bool = False
