"""HTTP of tables."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from apps.datasources.serializers import ColumnsSerializer
from apps.projects.viewsets import ProjectViewSet
from apps.tables import selectors, services
from apps.tables.models import Table
from apps.tables.serializers import InferInput, TableChange, TableInput, TableSerializer


@extend_schema(tags=["tables"])
class Tables(ProjectViewSet):
    """Topics and database tables with their columns."""

    model = Table
    serializer_class = TableSerializer

    def scope(self) -> QuerySet[Table]:
        """The project's tables."""
        return selectors.tables(self.actor, self.project)

    def list(self, request: Request, **_: Any) -> Response:
        """The tables of the project."""
        return self.paginated_response(self.get_queryset())

    @extend_schema(request=TableInput)
    def create(self, request: Request, **_: Any) -> Response:
        """Describe a topic or database table."""
        table = services.table_create(actor=self.actor, project=self.project, **self._bound(TableInput))
        return Response(self.serialize(table), status.HTTP_201_CREATED)

    def retrieve(self, request: Request, id: UUID, **_: Any) -> Response:
        """One table."""
        return Response(self.serialize(self.get_object_or_404(id)))

    @extend_schema(request=TableChange)
    def partial_update(self, request: Request, id: UUID, **_: Any) -> Response:
        """Change a table."""
        changes = self.validated_data(TableChange)
        return Response(
            self.serialize(services.table_edit(actor=self.actor, table=self.get_object_or_404(id), **changes))
        )

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, id: UUID, **_: Any) -> Response:
        """Forget a table's description; the store is not touched."""
        services.table_delete(actor=self.actor, table=self.get_object_or_404(id))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=InferInput, responses=ColumnsSerializer)
    def infer(self, request: Request, **_: Any) -> Response:
        """Columns from sample records of the live topic, or from the database's catalogue."""
        found = services.table_infer(actor=self.actor, project=self.project, **self._bound(InferInput))
        return Response({"columns": found})

    def _bound(self, serializer: type[BaseSerializer[Any]]) -> dict[str, Any]:
        sent = self.validated_data(serializer)
        return {**sent, "datasource": services.datasource_of(self.actor, self.project, sent["datasource"])}
