"""A look into the store behind a source or sink on the canvas."""

from apps.accounts.models import User
from apps.core.errors import Invalid
from apps.datasources import selectors as datasources
from apps.datasources import services
from apps.jobs.models import Job
from penstock.graph.document import Graph, GraphDocument, Node
from penstock.network.store_client import Sample
from penstock.registry import UnknownKind, describe


def node_preview(*, actor: User, job: Job, graph: GraphDocument, node: str, limit: int) -> Sample:
    """Sample rows of the topic or table that the node names.

    Raises:
        Forbidden: The actor lacks the permission `data.preview`.
        GraphError: It is not the document of a graph.
        Invalid: There is no such node, it reads and writes no store, or it names no data source, topic or
            table.
        ApplicationError: The store cannot be reached or refuses; the message is the reason.
    """
    found = next((n for n in Graph.load(graph).nodes if n.id == node), None)
    if found is None:
        raise Invalid.field("node", "The graph has no such node.")
    name = str(found.params.get("datasource") or "")
    physical = str(found.params.get(_physical_field(found)) or "")
    source = datasources.datasources(actor, job.project).filter(name=name).first()
    if source is None:
        raise _at(found, "datasource", "Choose a data source of the project first.")
    if not physical:
        raise _at(found, _physical_field(found), "Choose a topic or table first.")
    return services.preview(actor=actor, project=job.project, datasource=source, name=physical, limit=limit)


def _physical_field(node: Node) -> str:
    """The parameter that names the topic or table: the one whose form field lists topics or tables."""
    try:
        fields = describe(node.kind)["params"].get("properties", {})
    except UnknownKind as error:
        raise Invalid(str(error), fields={"node": [str(error)]}) from None
    for name, field in fields.items():
        if field.get("x-widget") in {"topic", "table"}:
            return str(name)
    sentence = f"“{node.name}” reads and writes no store: only sources and sinks can be previewed."
    raise Invalid(sentence, fields={"node": [sentence]})


def _at(node: Node, field: str, message: str) -> Invalid:
    problem = {
        "code": "missing-parameter",
        "message": message,
        "severity": "error",
        "node": node.id,
        "field": field,
    }
    return Invalid(message, problems=[problem])
