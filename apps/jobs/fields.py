"""The graph in the OpenAPI document: the published schema of `penstock.graph`, not a copy of it."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from penstock.graph.document import Graph

_REF = "#/components/schemas/"


@extend_schema_field({"$ref": f"{_REF}Graph"})
class GraphField(serializers.JSONField):
    """A graph document; services load it, and so say what is wrong with it."""


@extend_schema_field({"$ref": f"{_REF}GraphNode"})
class NodeField(serializers.JSONField):
    """A node of a graph."""


@extend_schema_field({"$ref": f"{_REF}GraphEdge"})
class EdgeField(serializers.JSONField):
    """An edge of a graph."""


def add_graph_schemas(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: puts the graph's schemas among the components."""
    schema = Graph.model_json_schema(ref_template=f"{_REF}Graph{{model}}", mode="serialization")
    parts = schema.pop("$defs", {})
    components = result.setdefault("components", {}).setdefault("schemas", {})
    components |= {f"Graph{name}": part for name, part in parts.items()} | {"Graph": schema}
    return result
