"""HTTP of environments."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from apps.environments.models import Environment
from apps.environments.serializers import EnvironmentSerializer
from apps.projects.viewsets import ProjectViewSet


@extend_schema(tags=["projects"])
class Environments(ProjectViewSet):
    """Test and production."""

    model = Environment
    serializer_class = EnvironmentSerializer

    def list(self, request: Request, **_: Any) -> Response:
        """Both environments: engine, cluster, link to Flink's own pages."""
        return self.paginated_response(self.get_queryset())
