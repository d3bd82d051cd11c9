"""Addresses of data packs."""

from django.urls import path

from apps.packs.api.packs import Inspect, Packs, ProjectPacks
from apps.packs.api.recordings import ProjectRecordings, Recordings
from apps.packs.api.versions import Rows, Versions

PROJECT = "projects/<uuid:project>"
PACK = "packs/<uuid:id>"

urlpatterns = [
    path(f"{PROJECT}/packs/", ProjectPacks.as_view({"get": "list", "post": "create"})),
    path(f"{PROJECT}/packs/inspect/", Inspect.as_view({"post": "inspect"})),
    path(f"{PACK}/", Packs.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(f"{PACK}/versions/", Versions.as_view({"get": "list", "post": "create"})),
    path(f"{PACK}/rows/", Rows.as_view({"get": "rows"})),
    path(f"{PACK}/download/", Rows.as_view({"get": "download"})),
    path(f"{PROJECT}/recordings/", ProjectRecordings.as_view({"get": "list", "post": "create"})),
    path("recordings/<uuid:id>/", Recordings.as_view({"get": "retrieve"})),
]
