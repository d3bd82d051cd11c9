"""The graph document: what the canvas saves, as an immutable value.

Loading refuses what has not the shape of a graph. Whether the graph makes sense (kinds, names, wiring,
parameters) is for `penstock.compiler.check`, because a half-drawn graph must be loadable.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    StrictFloat,
    StrictInt,
    ValidationError,
)

from penstock.graph import upgrade
from penstock.graph.problems import Problem, ProblemsError
from penstock.graph.upgrade import GraphDocument as GraphDocument

MAX_TEXT = 2 * 1024 * 1024
"""Bytes of the JSON text of a graph."""
MAX_NODES = 20_000
MAX_EDGES = 40_000
MAX_NOTES = 2_000
SCHEMA_ID = "https://penstock.io/schemas/graph-1.json"

Number = StrictInt | StrictFloat


class GraphError(ProblemsError):
    """The text or object is no graph document; `problems` says why, each with its place."""


class Value(BaseModel):
    """Base of the document's parts: immutable, and an unknown field is an error that names it."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Position(Value):
    """The position of the upper left corner on the canvas, in canvas units."""

    x: Number = 0
    y: Number = 0


class Size(Value):
    """Extent on the canvas, in canvas units."""

    width: Number = Field(default=200, gt=0)
    height: Number = Field(default=80, gt=0)


class Node(Value):
    """An operator on the canvas. SQL refers to it by `name`; edges and problems by `id`."""

    id: str = Field(min_length=1, max_length=100)
    kind: str = Field(min_length=1, max_length=100)
    name: str = Field(max_length=200)
    params: dict[str, Any] = Field(default_factory=dict)
    position: Position = Position()


class Edge(Value):
    """Rows flow from an output port of `source` to an input port of `target` (both node ids)."""

    source: str = Field(min_length=1, max_length=100)
    source_port: str = Field(default="out", max_length=100)
    target: str = Field(min_length=1, max_length=100)
    target_port: str = Field(default="in", max_length=100)


class Note(Value):
    """A remark on the canvas; it has no effect on the job."""

    id: str = Field(min_length=1, max_length=100)
    text: str = Field(default="", max_length=20_000)
    position: Position = Position()
    size: Size = Size()


class Settings(Value):
    """What holds for the job as a whole. Times are in milliseconds."""

    time: Literal["event", "processing"] = Field(
        default="processing", title="Time", description="Which clock windows and joins follow."
    )
    checkpoint_interval_ms: StrictInt | None = Field(
        default=10_000,
        ge=100,
        le=86_400_000,
        title="Checkpoint interval",
        description="How often the job's state is saved; empty switches checkpoints off.",
    )
    parallelism: StrictInt = Field(default=1, ge=1, le=4096, title="Default parallelism")
    state_ttl_ms: StrictInt | None = Field(
        default=None,
        ge=1,
        title="State time to live",
        description="State of a key that was idle for so long is dropped; empty keeps it for ever.",
    )
    restart: Literal["exponential-delay", "fixed-delay", "none"] = Field(
        default="exponential-delay", title="Restart strategy", description="What happens after a failure."
    )
    mini_batch_ms: StrictInt | None = Field(
        default=None,
        ge=1,
        le=3_600_000,
        title="Mini-batch latency",
        description="Rows wait up to this long to be aggregated together; empty switches it off.",
    )
    options: dict[str, str | StrictBool | Number] = Field(
        default_factory=dict, title="Options", description="Further Flink options of the job."
    )


class Graph(Value):
    """A pipeline: settings, nodes, edges and notes."""

    version: Literal[1] = 1
    settings: Settings = Settings()
    nodes: tuple[Node, ...] = Field(default=(), max_length=MAX_NODES)
    edges: tuple[Edge, ...] = Field(default=(), max_length=MAX_EDGES)
    notes: tuple[Note, ...] = Field(default=(), max_length=MAX_NOTES)

    @classmethod
    def load(cls, source: GraphDocument | str | bytes) -> Graph:
        """Read a document of any known version.

        Raises:
            GraphError: It is no graph; the problems name each wrong place.
        """
        data = _parse(source)
        try:
            data = upgrade.upgrade(data)
        except upgrade.UpgradeError as error:
            raise GraphError([Problem("unknown-version", str(error), field="version")]) from None
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            raise GraphError(_problems(error, data)) from None

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """The published JSON Schema (draft 2020-12) of the current version."""
        schema = cls.model_json_schema()
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": SCHEMA_ID,
            **schema,
            "title": "Penstock graph",
        }

    def to_dict(self) -> dict[str, JsonValue]:
        """The JSON form; `load` of it gives an equal graph."""
        return self.model_dump(mode="json")


def _parse(source: GraphDocument | str | bytes) -> GraphDocument:
    try:
        if isinstance(source, str | bytes):
            _limit(len(source.encode()) if isinstance(source, str) else len(source))
            data = json.loads(source, parse_constant=_no_constant)
        else:
            data = source
        # Written once even for an object: it bounds size and depth, and finds what no database can hold.
        text = json.dumps(data, ensure_ascii=False, allow_nan=False)
        _limit(len(text.encode()))
    except RecursionError:
        raise GraphError([Problem("bad-json", "The graph is nested too deeply.")]) from None
    except UnicodeError:
        raise GraphError([Problem("bad-json", "The graph holds text that is not valid Unicode.")]) from None
    except json.JSONDecodeError as error:
        sentence = f"The graph is not valid JSON: {error.msg}."
        raise GraphError([Problem("bad-json", sentence, line=error.lineno, column=error.colno)]) from None
    except (ValueError, TypeError) as error:
        if isinstance(error, GraphError):
            raise
        raise GraphError([Problem("bad-json", f"The graph is not valid JSON: {error}.")]) from None
    if "\\u0000" in text and _holds_nul(data):
        raise GraphError([Problem("bad-json", "The graph holds a NUL character; remove it.")])
    if not isinstance(data, dict):
        raise GraphError([Problem("bad-json", "A graph is a JSON object with nodes and edges.")])
    return data


def _limit(size: int) -> None:
    if size > MAX_TEXT:
        sentence = f"The graph has {size / 1048576:.1f} MB; at most {MAX_TEXT // 1048576} MB are accepted."
        raise GraphError([Problem("too-large", f"{sentence} Split the job, or move data out of it.")])


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON number")


def _holds_nul(data: object) -> bool:
    if isinstance(data, str):
        return "\0" in data
    if isinstance(data, dict):
        return any(_holds_nul(k) or _holds_nul(v) for k, v in data.items())
    return isinstance(data, list | tuple) and any(map(_holds_nul, data))


def _problems(error: ValidationError, data: GraphDocument) -> list[Problem]:
    return [_problem(dict(e), data) for e in error.errors(include_url=False, include_input=False)[:50]]


def _problem(error: Mapping[str, Any], data: GraphDocument) -> Problem:
    path = [str(part) for part in error["loc"]]
    place = ".".join(path) or "the graph"
    code = "too-large" if error["type"] == "too_long" and len(path) == 1 else "bad-graph"
    node = None
    if path[:1] == ["nodes"] and len(path) > 1:
        nodes = data["nodes"]
        raw = nodes[int(path[1])] if isinstance(nodes, list) else None
        found = raw.get("id") if isinstance(raw, dict) else None
        node = found if isinstance(found, str) else None
    return Problem(code, f"{place}: {error['msg']}.", node=node, field=place)
