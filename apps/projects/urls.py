"""Addresses of projects."""

from django.urls import path

from apps.projects.api import Members, Projects
from apps.projects.consumers import ProjectEvents

urlpatterns = [
    path("projects/", Projects.as_view({"get": "list", "post": "create"})),
    path("projects/<uuid:project>/", Projects.as_view({"get": "retrieve", "patch": "partial_update"})),
    path("projects/<uuid:project>/members/", Members.as_view({"get": "list", "post": "create"})),
    path(
        "projects/<uuid:project>/members/<uuid:id>/",
        Members.as_view({"patch": "partial_update", "delete": "destroy"}),
    ),
]

websocket_urlpatterns = [path("ws/projects/<uuid:project>/", ProjectEvents.as_asgi())]
