"""What an operator lowers to: statements of Flink SQL with their options and the map back to the user."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

StatementKind = Literal["table", "view", "insert"]
Syntax = Literal["query", "expression"]
Changelog = Literal["append", "upsert", "all"]


@dataclass(frozen=True, slots=True)
class ConnectionRef:
    """An option whose value is known only at submit: it is read from the data source's connection.

    `key` is the key in the connection document of `datasource`. `example` is a harmless value to plan with;
    without one the option is left out while planning. A key that the connection lacks is left out as well,
    so optional settings (security) are always referred to. Secrets travel by reference only.
    """

    datasource: str
    key: str
    example: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The JSON form; `example` is absent when there is none."""
        data = {"datasource": self.datasource, "key": self.key}
        return data if self.example is None else {**data, "example": self.example}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a statement's `sql` that came from a parameter of its node.

    Lines and columns count from 1, the end is inclusive. With `syntax` the stretch is the user's own text,
    verbatim, starting at `text_line`/`text_column` of the parameter; the planner must find it to be exactly
    one query (or one expression) on its own. Without `syntax` it is something written from the parameter.
    """

    field: str
    line: int
    column: int
    end_line: int
    end_column: int
    syntax: Syntax | None = None
    text_line: int = 1
    text_column: int = 1

    def holds(self, line: int, column: int) -> bool:
        """Whether the position is in this span."""
        return (self.line, self.column) <= (line, column) <= (self.end_line, self.end_column)

    def to_user(self, line: int, column: int) -> tuple[int, int]:
        """The place in the user's own text that corresponds to a place within this span."""
        if line == self.line:
            return self.text_line, column - self.column + self.text_column
        return line - self.line + self.text_line, column


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, and the id of the node that it came from.

    * `table`: `sql` is everything before `WITH`; `options` is the content of the `WITH` clause.
      With `schema_from` the `sql` has no columns at all (``CREATE TEMPORARY TABLE `out` ``): the runtime and
      the planner add the columns of the view of that name, each as ``name type``, types as the planner
      resolved them with time attributes turned into plain timestamps; columns in `key` get `NOT NULL`, and
      a `PRIMARY KEY (key…) NOT ENFORCED` is appended when `key` is not empty.
      Without `schema_from`, columns and primary key are in `sql` already, and `key` only repeats it.
    * `view`: a complete `CREATE TEMPORARY VIEW`.
    * `insert`: a complete `INSERT INTO … SELECT …`. All inserts of a script form one statement set.

    `name` is the table or view that it creates (for an insert: that it writes to); `reads` are those that it
    may read, and a user's query that names any other table is wrong.

    `changelog` of a table: the changes that it has when it is read, or takes when it is written, like Flink's
    `ChangelogMode`. `append`: insertions only. `upsert`: insertions, updates and deletions by `key`. `all`:
    every kind of change.
    """

    node: str
    kind: StatementKind
    name: str
    sql: str
    options: tuple[tuple[str, str | ConnectionRef], ...] = ()
    schema_from: str | None = None
    key: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    source: tuple[Span, ...] = field(default=())
    changelog: Changelog = "append"
