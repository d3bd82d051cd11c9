"""Addresses of data sources."""

from django.urls import path

from apps.datasources.api import Attachable, DatasourceKinds, Datasources, Stores

BASE = "projects/<uuid:project>/datasources"
ONE = f"{BASE}/<uuid:id>"

urlpatterns = [
    path("datasource-kinds/", DatasourceKinds.as_view()),
    path(f"{BASE}/", Datasources.as_view({"get": "list", "post": "create"})),
    path(f"{BASE}/attach/", Attachable.as_view({"get": "list", "post": "attach"})),
    path(f"{BASE}/test/", Stores.as_view({"post": "test"})),
    path(f"{ONE}/", Datasources.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"})),
    path(f"{ONE}/test/", Stores.as_view({"post": "test_saved"})),
    path(f"{ONE}/topics/", Stores.as_view({"get": "topics"})),
    path(f"{ONE}/tables/", Stores.as_view({"get": "tables"})),
    path(f"{ONE}/columns/", Stores.as_view({"get": "columns"})),
    path(f"{ONE}/preview/", Stores.as_view({"get": "preview"})),
]
