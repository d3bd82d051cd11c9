"""The OpenAPI document: the same error answers are declared for every operation."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from apps.core.serializers import ErrorSerializer


class Schema(AutoSchema):
    """Adds the error answers that every route shares."""

    def get_response_serializers(self) -> Any:
        """The view's own answers, and the error shape for the rest."""
        declared: Any = super().get_response_serializers()
        if not isinstance(declared, dict):
            declared = {self._usual_status(): declared}
        error = OpenApiResponse(ErrorSerializer, description="Refused; the sentence says why.")
        return {**declared, "default": error}

    def _usual_status(self) -> str:
        if self.method == "DELETE":
            return "204"
        return "201" if self.method == "POST" and getattr(self.view, "action", "") == "create" else "200"
