"""Addresses of tables."""

from django.urls import path

from apps.tables.api import Tables

BASE = "projects/<uuid:project>/tables"

urlpatterns = [
    path(f"{BASE}/", Tables.as_view({"get": "list", "post": "create"})),
    path(f"{BASE}/infer/", Tables.as_view({"post": "infer"})),
    path(
        f"{BASE}/<uuid:id>/",
        Tables.as_view({"get": "retrieve", "patch": "partial_update", "delete": "destroy"}),
    ),
]
