"""What a test run is made of, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, TypedDict

from penstock.compiler.script import Script
from penstock.graph.document import Graph
from penstock.operators.record_schema import RecordSchema
from penstock.planner.protocol import RunLimits, UserCodeParams
from penstock.testkit.case import Case
from penstock.testkit.changelog import ChangeKind, Row
from penstock.testkit.comparison import Comparison

State = Literal["passed", "failed", "finished", "stopped", "error"]


@dataclass(frozen=True)
class TestRun:
    """A job and one of its cases. `schemas` and `packs` (files of rows) go by the source node's name."""

    __test__ = False  # not for pytest to collect

    script: Script
    graph: Graph | None
    schemas: Mapping[str, RecordSchema]
    case: Case
    packs: Mapping[str, Path]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a run may take; rows, and bytes of their JSON (at most 8 MiB), are those of all captures."""

    seconds: int = 30
    rows: int = 100_000
    bytes: int = 8 * 2**20

    @classmethod
    def from_case(cls, case: Case) -> Self:
        """The limits of a case."""
        return cls(case.limits.seconds, case.limits.rows, case.limits.megabytes * 2**20)

    def params(self) -> RunLimits:
        """The form in which the planner process takes them."""
        return {"seconds": self.seconds, "rows": self.rows, "bytes": self.bytes}


@dataclass(frozen=True, slots=True)
class UserCode:
    """The users' own code that a run needs: jars on its class path, and their classes by function name."""

    jars: tuple[Path, ...] = ()
    functions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, jars: Sequence[Path] = (), functions: Mapping[str, str] | None = None) -> Self:
        """The same from what callers have."""
        return cls(tuple(jars), dict(functions or {}))

    def __bool__(self) -> bool:
        return bool(self.jars or self.functions)

    def params(self) -> UserCodeParams:
        """The form in which the planner process takes it."""
        return {"jars": [str(jar) for jar in self.jars], "functions": dict(self.functions)}


class Origin(TypedDict):
    """An input row: the name of its source, and its position in the pack from 0."""

    source: str
    row: int


class OriginWithValues(Origin):
    """An input row with its cells."""

    values: dict[str, Any]


OutputChange = TypedDict("OutputChange", {"kind": ChangeKind, "row": Row, "line": int, "from": Origin | None})
"""A change in an output: the line of the plan and (`from`) the row that caused it, None: the end of input."""


class OutputColumn(TypedDict):
    """A column of an output by its Flink type."""

    name: str
    type: str


class Output(TypedDict):
    """A sink or tapped node: `count` also counts changes that did not fit the limits."""

    columns: list[OutputColumn]
    key: list[str]
    count: int
    changes: list[OutputChange]


class LateRecord(TypedDict):
    """A record that an operator dropped as late.

    `source`, `row` (from 0) and `event_ms` are None for what the end of all input caused, `event_ms` also for
    a row without event time; `node` is the id of the node of the operator, None where that is not certain.
    """

    source: str | None
    row: int | None
    operator: str
    node: str | None
    event_ms: int | None
    watermark_ms: int | None
    message: str


class InputSize(TypedDict):
    """How many rows a source had."""

    rows: int


@dataclass(frozen=True)
class TestResult:
    """What came of a run; outputs and comparisons go by the name of the sink or tapped node.

    The state is `passed` or `failed` where something is expected, `finished` where nothing is, `stopped` at a
    limit with what there was until then, and `error` when it could not be planned or failed; the last two
    have a sentence in `error`. DECIMALs in rows are texts.
    """

    __test__ = False  # not for pytest to collect

    state: State
    error: str | None = None
    outputs: dict[str, Output] = field(default_factory=dict)
    comparisons: dict[str, Comparison] = field(default_factory=dict)
    late: list[LateRecord] = field(default_factory=list)
    inputs: dict[str, InputSize] = field(default_factory=dict)
    milliseconds: int = 0
    planning_ms: int = 0
    notes: list[str] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return plain | {"comparisons": {name: one.to_dict() for name, one in self.comparisons.items()}}
