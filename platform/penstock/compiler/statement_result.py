"""What a planner says of one statement of a script, as JSON has it."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict


class PlannedColumn(TypedDict):
    """A column of a table or view; `time` only where it is a time attribute."""

    name: str
    type: str
    nullable: bool
    time: NotRequired[Literal["event", "processing"]]


class StatementError(TypedDict):
    """Why a statement was refused, and where in its `sql` (None where that is not known).

    `upstream` is the kind of a statement that was not checked, because one that it reads is wrong.
    """

    message: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None
    kind: str


class StatementResult(TypedDict):
    """`columns` where the statement is valid and has any, `error` where it is not valid."""

    ok: bool
    columns: NotRequired[list[PlannedColumn]]
    error: NotRequired[StatementError]
