"""Rows in a request: a file within a form, or typed rows in JSON."""

from typing import Any

from django.http import QueryDict
from rest_framework.parsers import MultiPartParser
from rest_framework.serializers import BaseSerializer

from apps.core.parsers import BoundedJSONParser
from apps.core.viewsets import ScopedViewSet
from apps.packs import ingest
from apps.packs.layouts import read_layout
from apps.packs.models import PackVersion
from apps.packs.serializers.layouts import LayoutInput

_LAYOUT = frozenset(LayoutInput().fields)


class Uploads(ScopedViewSet):
    """What views that take rows share."""

    parser_classes = [MultiPartParser, BoundedJSONParser]

    def rows_sent(self, form: type[BaseSerializer[Any]], typed: type[BaseSerializer[Any]]) -> dict[str, Any]:
        """The validated request: `given` rows with their `layout` and `origin`, and whatever else it says."""
        data: Any = self.request.data
        in_form = isinstance(data, QueryDict)
        # In a form an empty field says nothing, and a missing box is not an unticked one.
        plain = {name: value for name, value in data.dict().items() if value != ""} if in_form else data
        parsed = (form if in_form else typed)(data=plain)
        parsed.is_valid(raise_exception=True)
        sent = dict(parsed.validated_data)
        layout_ = {name: sent.pop(name) for name in _LAYOUT & sent.keys()}
        file, rows = sent.pop("file", None), sent.pop("rows", None)
        origin = PackVersion.Origin.UPLOAD if in_form else PackVersion.Origin.GRID
        layout = read_layout(layout_ if in_form else {"format": "jsonl", "encoding": "utf-8"})
        return {**sent, "given": ingest.open_source(file, rows), "layout": layout, "origin": origin}


def body(form: type[BaseSerializer[Any]], typed: type[BaseSerializer[Any]]) -> dict[str, Any]:
    """Both kinds of request, for the OpenAPI document."""
    return {"multipart/form-data": form, "application/json": typed}
