"""Requests to the planner process and their results, as JSON has them.

One line of JSON each: `{"id", "method", "params"}` is answered by `{"id", "result"}`, `{"id", "error"}`, or
`{"id", "corrupted"}` when the process must be replaced. The handlers are `io.penstock.planner.PlannerServer`
and those of the test bench; a unit test holds that each name here occurs in their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, NotRequired, TypedDict, TypeVar

from penstock.compiler.statement_result import StatementResult
from penstock.testkit.changelog import Change

ScriptDocument = Mapping[str, Any]
"""The JSON form of a script, see `penstock.compiler.script`."""
Params = TypeVar("Params", bound=Mapping[str, object])
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Request(Generic[Params, Result]):
    """A request by its name, with the types of its parameters and of its result."""

    name: str


class NoParams(TypedDict):
    """A request without parameters."""


class ScriptParams(TypedDict):
    """A request about a script."""

    script: ScriptDocument


class CheckParams(ScriptParams):
    """`skip` are statements by index that failed the planner, with the message to report.

    With `isolate` views and inserts are planned one by one, to find the one that fails the planner.
    """

    skip: NotRequired[dict[str, str]]
    isolate: NotRequired[bool]


class UserCodeParams(TypedDict):
    """Jars of users, as paths, and classes in them by function name."""

    jars: list[str]
    functions: dict[str, str]


class AnalyzeWithJarsParams(ScriptParams, UserCodeParams):
    """A script that uses functions of users."""


class UnquoteParams(TypedDict):
    """Quoted identifiers and literals."""

    identifiers: list[str]
    literals: list[str]


class PlanPath(TypedDict):
    """A replay plan in a file."""

    path: str


class PlanLines(TypedDict):
    """A replay plan, line by line."""

    lines: list[str]


class ClusterAddress(TypedDict):
    """A Flink session cluster by its REST address."""

    url: str


class RunLimits(TypedDict):
    """What a run may take; rows and bytes are those of all captures."""

    seconds: int
    rows: int
    bytes: int


class RunParams(ScriptParams, UserCodeParams):
    """A run of an instrumented script. `lockstep: false` is for tests of the lockstep itself."""

    plan: PlanPath | PlanLines
    cluster: ClusterAddress
    limits: RunLimits
    name: str
    lockstep: NotRequired[bool]


class OutputLine(TypedDict):
    """An output and a line of the plan."""

    output: str
    line: int


class RunVariantsParams(RunParams):
    """Runs without some lines each: `suppressed` are ranges of lines such as `0-4,7`, one text a run.

    With `only` the results have just the changes that this line caused in this output.
    """

    suppressed: list[str]
    concurrency: int
    only: NotRequired[OutputLine]


class PingResult(TypedDict):
    """The exact version of the engine."""

    engine: str


class CheckResult(TypedDict):
    """One result for each statement, in order."""

    statements: list[StatementResult]


class ExplainResult(TypedDict):
    """The plan of the whole job as text, and its operators as Flink's JSON has them."""

    plan: str
    json: dict[str, Any]


class Function(TypedDict):
    """A built-in function."""

    name: str
    signatures: list[str]


class UnquoteResult(TypedDict):
    """The parts of each identifier, and the value of each literal."""

    identifiers: list[list[str]]
    literals: list[str]


class SourceRange(TypedDict):
    """A range in the SQL of the statement with this index; lines and columns count from 1."""

    statement: int
    line: int
    column: int
    end_line: int
    end_column: int


class Branch(SourceRange):
    """A branch of a query. `queries` are probes: each returns the `outcome` of every row that reaches it."""

    kind: Literal["where", "having", "join", "case"]
    text: str
    outcomes: list[str]
    queries: list[str]


class NondeterministicCall(SourceRange):
    """A call whose value differs from run to run; `time` is the time column of a window (a DESCRIPTOR)."""

    function: str
    text: str
    time: NotRequired[str]


class AnalyzeResult(CheckResult):
    """A check with what unit tests need to know of a valid script; both lists are empty for any other."""

    branches: list[Branch]
    nondeterminism: list[NondeterministicCall]


class CapturedChange(Change):
    """A change with the line of the plan, from 0, that caused it; -1 is the end of all input."""

    line: int


class DroppedRecord(TypedDict):
    """A record that an operator dropped as late. `node` is None where it is not certain."""

    line: int
    operator: str
    node: str | None
    id: str
    dropped: int
    total: int
    watermark: int


class VariantResult(TypedDict):
    """What came of one variant; `counts` and `late` are absent when only one output was asked for."""

    state: Literal["finished", "stopped", "failed"]
    error: str | None
    outputs: dict[str, list[CapturedChange]]
    counts: NotRequired[dict[str, int]]
    late: NotRequired[list[DroppedRecord]]


class RunResult(TypedDict):
    """What came of a run. `counts` also count what did not fit the limits; DECIMALs in rows are texts."""

    state: Literal["finished", "stopped", "failed"]
    error: str | None
    outputs: dict[str, list[CapturedChange]]
    counts: dict[str, int]
    late: list[DroppedRecord]
    milliseconds: int
    planning_ms: int


PING: Request[NoParams, PingResult] = Request("ping")
CHECK: Request[CheckParams, CheckResult] = Request("check")
ANALYZE: Request[CheckParams, AnalyzeResult] = Request("analyze")
ANALYZE_WITH_JARS: Request[AnalyzeWithJarsParams, AnalyzeResult] = Request("analyze_with_jars")
EXPLAIN: Request[ScriptParams, ExplainResult] = Request("explain")
FUNCTIONS: Request[NoParams, list[Function]] = Request("functions")
UNQUOTE: Request[UnquoteParams, UnquoteResult] = Request("unquote")
RUN: Request[RunParams, RunResult] = Request("run")
RUN_VARIANTS: Request[RunVariantsParams, list[VariantResult]] = Request("run_variants")
