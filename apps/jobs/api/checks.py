"""What a graph means: check, SQL, preview, and the catalogue of kinds."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.datasources.serializers import SampleSerializer
from apps.jobs import planner_client, selectors
from apps.jobs.models import Job
from apps.jobs.serializers.checks import (
    CheckReportSerializer,
    GraphInput,
    PreviewInput,
    ScriptQuery,
    ScriptSerializer,
)
from apps.jobs.serializers.operators import FunctionsSerializer, OperatorSerializer
from apps.jobs.services import checks, previews
from apps.jobs.viewsets import JobViewSet
from penstock.compiler.script import Script
from penstock.flink.versions import DEFAULT_VERSION
from penstock.graph.document import Graph
from penstock.registry import describe, kinds


@extend_schema(tags=["checks"])
class Checks(JobViewSet):
    """Questions about a job's graph; none of them changes anything."""

    model = Job
    serializer_class = CheckReportSerializer

    @extend_schema(request=GraphInput, responses=CheckReportSerializer)
    def check(self, request: Request, **_: Any) -> Response:
        """Everything that is wrong, and each node's columns, by Flink's own planner."""
        graph = self.validated_data(GraphInput).get("graph") or selectors.draft(self.job).graph
        return Response(checks.graph_check(actor=self.actor, job=self.job, graph=graph).report)

    @extend_schema(parameters=[ScriptQuery], responses=ScriptSerializer)
    def sql(self, request: Request, **_: Any) -> Response:
        """The Flink SQL of the draft or of a version."""
        number = self.query_params(ScriptQuery).get("version")
        if number is None:
            graph = selectors.draft(self.job).graph
            script = checks.graph_script(actor=self.actor, job=self.job, graph=graph)
        else:
            script = Script.from_dict(selectors.version_get(self.actor, self.job, number).script)
        return Response({"sql": script.text()})

    @extend_schema(request=PreviewInput, responses=SampleSerializer)
    def preview(self, request: Request, **_: Any) -> Response:
        """Sample rows of a source or sink, read from its store within 5 s and without consuming them."""
        sent = self.validated_data(PreviewInput)
        graph = sent.get("graph") or selectors.draft(self.job).graph
        sample = previews.node_preview(
            actor=self.actor, job=self.job, graph=graph, node=sent["node"], limit=sent["limit"]
        )
        return Response(SampleSerializer(sample).data)


@extend_schema(tags=["catalogue"])
class Operators(APIView):
    """The kinds on the palette."""

    @extend_schema(responses=OperatorSerializer(many=True), operation_id="operators_list")
    def get(self, request: Request) -> Response:
        """All kinds, with forms and documentation."""
        return Response([describe(kind) for kind in kinds()])


@extend_schema(tags=["catalogue"])
class GraphSchema(APIView):
    """The published JSON Schema of graph documents."""

    @extend_schema(responses={200: {"type": "object", "additionalProperties": True}})
    def get(self, request: Request) -> Response:
        """The schema."""
        return Response(Graph.json_schema())


@extend_schema(tags=["catalogue"])
class Functions(APIView):
    """Flink's functions, for completion."""

    @extend_schema(responses=FunctionsSerializer)
    def get(self, request: Request) -> Response:
        """The built-in functions with their signatures."""
        return Response({"functions": planner_client.list_functions(DEFAULT_VERSION)})
