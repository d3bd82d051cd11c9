"""The OpenAPI document: the same error answers are declared for every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from apps.core.app_config import event_types
from apps.core.serializers import ErrorSerializer

_ERROR = OpenApiResponse(ErrorSerializer, description="An error; the message says why.")


class Schema(AutoSchema):
    """Adds the error answer that every route shares, also where a view declares its answers itself."""

    def get_operation(self, *args: Any, **kwargs: Any) -> Any:
        """The operation with its errors."""
        operation = super().get_operation(*args, **kwargs)
        if operation:
            operation["responses"]["default"] = self._get_response_for_code(_ERROR, "default")
        return operation


def add_event_types(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Postprocessing hook of drf-spectacular: the types of the events of the WebSocket, for typed clients."""
    result["components"]["schemas"]["EventType"] = {
        "type": "string",
        "enum": event_types(),
        "description": "The type of an event of `/ws/projects/{project}/`.",
    }
    return result
