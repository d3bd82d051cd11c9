"""HTTP of data sources."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.core.errors import Invalid
from apps.datasources import client_factory, selectors, services
from apps.datasources.models import Datasource
from apps.datasources.serializers import (
    AttachInput,
    ColumnsSerializer,
    ConnectionInput,
    DatasourceChange,
    DatasourceInput,
    DatasourceKindSerializer,
    DatasourceSerializer,
    NameQuery,
    NamesSerializer,
    PreviewQuery,
    SampleSerializer,
    TestedSerializer,
)
from apps.projects.viewsets import ProjectViewSet
from penstock import registry


class _Datasources(ProjectViewSet):
    model = Datasource
    serializer_class = DatasourceSerializer

    def scope(self) -> QuerySet[Datasource]:
        """The data sources that the project uses."""
        return selectors.datasources(self.actor, self.project)

    def at(self, id: UUID) -> dict[str, Any]:
        """Actor, project and data source, as every service that asks a store takes them."""
        return {"actor": self.actor, "project": self.project, "datasource": self.get_object_or_404(id)}


@extend_schema(tags=["datasources"])
class Datasources(_Datasources):
    """Connections to the stores of a tenant."""

    def list(self, request: Request, **_: Any) -> Response:
        """The data sources of the project."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=DatasourceInput)
    def create(self, request: Request, **_: Any) -> Response:
        """Add a data source."""
        source = services.datasource_create(
            actor=self.actor, project=self.project, **self.validated_data(DatasourceInput)
        )
        return Response(self.serialize(source), status.HTTP_201_CREATED)

    def retrieve(self, request: Request, id: UUID, **_: Any) -> Response:
        """One data source, without its secrets."""
        return Response(self.serialize(self.get_object_or_404(id)))

    @extend_schema(request=DatasourceChange)
    def partial_update(self, request: Request, id: UUID, **_: Any) -> Response:
        """Change it; a changed connection needs its secrets again."""
        changes = self.validated_data(DatasourceChange, partial=True)
        return Response(
            self.serialize(
                services.datasource_edit(actor=self.actor, datasource=self.get_object_or_404(id), **changes)
            )
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID, **_: Any) -> Response:
        """Take it out of the project."""
        services.datasource_delete(**self.at(id))
        return Response(status=status.HTTP_204_NO_CONTENT)


@extend_schema(tags=["datasources"])
class DatasourceKinds(APIView):
    """The kinds of data sources that this installation has."""

    @extend_schema(responses=DatasourceKindSerializer(many=True), operation_id="datasource_kinds_list")
    def get(self, request: Request) -> Response:
        """All kinds, with the form of their connection and what can be done with them."""
        return Response(
            [
                {**one.describe(), "capabilities": client_factory.capabilities(one)}
                for one in registry.connectors()
            ]
        )


@extend_schema(tags=["datasources"])
class Attachable(_Datasources):
    """Data sources of other projects, for this one to use as well."""

    def scope(self) -> QuerySet[Datasource]:
        """What may be attached."""
        return selectors.attachable(self.actor, self.project)

    @extend_schema(operation_id="projects_datasources_attachable")
    def list(self, request: Request, **_: Any) -> Response:
        """What may be attached: sources of projects whose data sources the asker may change, as here."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(
        request=AttachInput,
        responses={201: DatasourceSerializer},
        operation_id="projects_datasources_attach",
    )
    def attach(self, request: Request, **_: Any) -> Response:
        """Use a data source of another project here too; it stays one, with one set of secrets."""
        source = services.datasource_attach(
            actor=self.actor, project=self.project, **self.validated_data(AttachInput)
        )
        return Response(self.serialize(source), status.HTTP_201_CREATED)


@extend_schema(tags=["datasources"])
class Stores(_Datasources):
    """Looks into the store behind a data source, each within 5 s."""

    @extend_schema(
        request=ConnectionInput, responses=TestedSerializer, operation_id="projects_datasources_test"
    )
    def test(self, request: Request, **_: Any) -> Response:
        """Try a connection before saving it."""
        message = services.test(
            actor=self.actor, project=self.project, **self.validated_data(ConnectionInput)
        )
        return Response({"message": message})

    @extend_schema(request=None, responses=TestedSerializer, operation_id="projects_datasources_test_saved")
    def test_saved(self, request: Request, id: UUID, **_: Any) -> Response:
        """Try a saved connection."""
        return Response({"message": services.test_saved(**self.at(id))})

    @extend_schema(responses=NamesSerializer)
    def topics(self, request: Request, id: UUID, **_: Any) -> Response:
        """The topics of a cluster."""
        return self._names(id, "topics")

    @extend_schema(responses=NamesSerializer)
    def tables(self, request: Request, id: UUID, **_: Any) -> Response:
        """The tables of a database."""
        return self._names(id, "tables")

    @extend_schema(parameters=[NameQuery], responses=ColumnsSerializer)
    def columns(self, request: Request, id: UUID, **_: Any) -> Response:
        """The columns of a topic, inferred from sample records, or of a database table."""
        return Response({"columns": services.columns(**self.at(id), **self.query_params(NameQuery))})

    @extend_schema(parameters=[PreviewQuery], responses=SampleSerializer)
    def preview(self, request: Request, id: UUID, **_: Any) -> Response:
        """Sample rows."""
        return Response(services.preview(**self.at(id), **self.query_params(PreviewQuery)))

    def _names(self, id: UUID, wanted: str) -> Response:
        at = self.at(id)
        if services.holds_topics(at["datasource"]) != (wanted == "topics"):
            has = "topics, no tables" if wanted == "tables" else "no topics"
            raise Invalid(f"“{at['datasource'].name}” has {has}.")
        return Response({"names": services.names(**at)})
