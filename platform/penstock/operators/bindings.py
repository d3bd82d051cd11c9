"""What the logical names of a graph mean in one environment: data sources and the tables in them."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from penstock.graph.problems import Problem, ProblemsError
from penstock.sql import quoting as sql
from penstock.sql import types as sql_types


def _name(value: str) -> str:
    sql.ident(value)
    return value


Name = Annotated[str, Field(max_length=200), AfterValidator(_name)]
"""The name of a column: whatever `penstock.sql.ident` can quote."""
ColumnType = Annotated[str, AfterValidator(sql_types.canonical)]
"""A Flink SQL type. It is parsed and written again, so no other text can hide in it."""


class Value(BaseModel):
    """Base of the parts: immutable, unknown fields refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(Value):
    """A named, typed column."""

    name: Name = Field(title="Name")
    type: ColumnType = Field(title="Type")


class Table(Value):
    """The registered schema of one topic or database table."""

    columns: tuple[Column, ...] = ()
    event_time: Name | None = None
    key: tuple[Name, ...] = ()
    format: str | None = None

    def column(self, name: str) -> Column | None:
        """The column of that name, if there is one."""
        return next((c for c in self.columns if c.name == name), None)


class DataSource(Value):
    """A place that holds tables; `kind` names its connector, such as `kafka`."""

    kind: str


class Bindings(Value):
    """Data sources by name, their tables by physical name, and (for work by hand only) their connections.

    `connections` never reach a script: see `penstock.operators.statement.ConnectionRef`.
    """

    datasources: dict[str, DataSource] = Field(default_factory=dict)
    tables: dict[str, dict[str, Table]] = Field(default_factory=dict)
    connections: dict[str, dict[str, Any]] = Field(default_factory=dict)

    def table(self, datasource: str, name: str) -> Table | None:
        """The registered schema of `name`, if it has one."""
        return self.tables.get(datasource, {}).get(name)


class BindingsError(ProblemsError):
    """The document is no bindings; `problems` says why."""


def load(source: dict[str, Any] | str | bytes) -> Bindings:
    """Read a bindings document.

    Raises:
        BindingsError: It is none; the problems name each wrong place.
    """
    try:
        data = json.loads(source) if isinstance(source, str | bytes) else source
        return Bindings.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
    except (ValueError, RecursionError) as error:
        raise BindingsError([Problem("bad-bindings", f"The bindings are not valid JSON: {error}.")]) from None
    raise BindingsError(_problem(".".join(map(str, e["loc"])), e["msg"]) for e in found)


def _problem(place: str, message: str) -> Problem:
    return Problem("bad-bindings", f"Bindings, {place or 'as a whole'}: {message}.", field=place or None)
