"""Addresses of environments."""

from django.urls import path

from apps.environments.api import Environments

urlpatterns = [path("projects/<uuid:project>/environments/", Environments.as_view({"get": "list"}))]
