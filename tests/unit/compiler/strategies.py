"""Random graphs for property tests: each is well drawn, and its SQL refers to its nodes by name."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from penstock.graph.document import Graph
from penstock.operators.bindings import Bindings, load

BINDINGS: Bindings = load(
    {
        "datasources": {"k": {"kind": "kafka"}, "pg": {"kind": "postgresql"}, "my": {"kind": "mysql"}},
        "tables": {
            "k": {
                "orders": {
                    "columns": [
                        {"name": "id", "type": "STRING"},
                        {"name": "city", "type": "STRING"},
                        {"name": "amount", "type": "DECIMAL(10, 2)"},
                        {"name": "at", "type": "TIMESTAMP(3)"},
                    ],
                    "event_time": "at",
                }
            }
        },
    }
)

NAMES = st.from_regex(r"[a-zA-Z_äßж][a-zA-Z0-9_äßж]{0,12}", fullmatch=True).filter(str.isidentifier)
SOURCES = st.fixed_dictionaries(
    {"datasource": st.just("k"), "topic": st.just("orders")},
    optional={
        "start": st.sampled_from(["latest", "earliest"]),
        "delay_ms": st.integers(0, 10_000_000),
        "idle_timeout_ms": st.integers(1, 60_000),
        "bad_records": st.sampled_from(["fail", "skip"]),
        "format": st.sampled_from(["json", "csv"]),
        "metadata": st.lists(st.sampled_from(["partition", "offset", "timestamp", "key"]), unique=True),
    },
)
QUERIES = st.sampled_from(
    [
        "SELECT * FROM {0}",
        "\n\n  SELECT city, id, amount, `at`\n  FROM {0}\n;",
        "SELECT id, city, amount, `at` FROM {0} WHERE city <> 'it''s; {{x}}' -- a remark",
        "SELECT DISTINCT id, city, amount, CURRENT_TIMESTAMP AS `at` FROM {0}",
    ]
)
CONDITIONS = st.sampled_from(["amount > 10", "city LIKE 'B%' -- not all\n", "id IS NOT NULL AND amount < 5"])
JOINS = st.sampled_from(
    [
        {"join": "inner"},
        {"join": "left"},
        {"join": "full"},
    ]
)
PICKS = [{"side": "left", "column": c} for c in ("id", "city", "amount", "at")]
SINKS: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.sampled_from(
    [
        ("print-sink", {}),
        ("print-sink", {"label": "it's `here`; --"}),
        ("kafka-sink", {"datasource": "k", "topic": "out", "mode": "upsert", "key": ["id"]}),
        ("jdbc-sink", {"datasource": "my", "table": "t", "mode": "upsert", "key": ["id"]}),
    ]
)


@st.composite
def documents(draw: st.DrawFn, largest: int = 12) -> dict[str, Any]:
    """A graph document: sources, then transforms over anything before them, then sinks on all loose ends."""
    names = draw(st.lists(NAMES, min_size=largest * 2, max_size=largest * 2, unique=True))
    nodes: list[dict[str, Any]] = []
    edges: list[dict[str, Any]] = []

    def add(kind: str, params: dict[str, Any], **inputs: str) -> None:
        id_ = f"n{len(nodes)}"
        position = {"x": draw(st.integers(-999, 999)), "y": 0}
        nodes.append(
            {"id": id_, "kind": kind, "name": names[len(nodes)], "params": params, "position": position}
        )
        edges.extend(
            {"source": source, "target": id_, "target_port": port} for port, source in inputs.items()
        )

    def any_node() -> dict[str, Any]:
        return draw(st.sampled_from(nodes))

    for _ in range(draw(st.integers(1, 3))):
        add("kafka-source", draw(SOURCES))
    for _ in range(draw(st.integers(0, largest - 4))):
        kind = draw(st.sampled_from(["sql", "filter", "join"]))
        one, two = any_node(), any_node()
        if kind == "sql":
            add("sql", {"sql": draw(QUERIES).format(f"`{one['name']}`")}, **{"in": one["id"]})
        elif kind == "filter":
            add("filter", {"condition": draw(CONDITIONS)}, **{"in": one["id"]})
        else:
            params = {**draw(JOINS), "keys": [{"left": "id", "right": "id"}], "columns": PICKS}
            add("join", params, left=one["id"], right=two["id"])
    used = {edge["source"] for edge in edges}
    for node in [n for n in nodes if n["id"] not in used]:
        kind, params = draw(SINKS)
        add(kind, params, **{"in": node["id"]})
    time = draw(st.sampled_from(["event", "processing"]))
    return {
        "settings": {"time": time, "parallelism": draw(st.integers(1, 8))},
        "nodes": nodes,
        "edges": edges,
    }


def graphs(largest: int = 12) -> st.SearchStrategy[Graph]:
    """The same, loaded."""
    return documents(largest).map(Graph.load)


@st.composite
def disguised(draw: st.DrawFn, document: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The same job with other ids, names, positions and remarks; and the new name of each old one."""
    count = len(document["nodes"])
    new = draw(st.lists(NAMES.map("zq{}".format), min_size=count, max_size=count, unique=True))
    old = [node["name"] for node in document["nodes"]]
    names = dict(zip(old, new, strict=True))
    ids = {node["id"]: f"other-{number}" for number, node in enumerate(document["nodes"])}
    nodes = [
        {
            **node,
            "id": ids[node["id"]],
            "name": names[node["name"]],
            "params": _renamed(node["params"], names),
            "position": {"x": draw(st.integers(-99, 99)), "y": draw(st.floats(-9, 9))},
        }
        for node in document["nodes"]
    ]
    edges = [{**e, "source": ids[e["source"]], "target": ids[e["target"]]} for e in document["edges"]]
    notes = [{"id": "t", "text": draw(st.text("ab\n", max_size=9))}]
    return {**document, "nodes": nodes, "edges": edges, "notes": notes}, names


def _renamed(params: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    if "sql" not in params:
        return params
    text = params["sql"]
    old = next(name for name in names if f"`{name}`" in text and name != "at")
    return {"sql": text.replace(f"`{old}`", f"`{names[old]}`")}
