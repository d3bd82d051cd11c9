"""The URL configuration: each app's URLs under /api/; all other paths belong to the front end."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from penstock.web import views

APPS = ("accounts", "projects", "datasources", "tables", "packs", "jobs", "testing", "instances")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health),
    *(path("api/", include(f"apps.{app}.urls")) for app in APPS),
    path("api/openapi.json", SpectacularJSONAPIView.as_view(), name="openapi"),
    re_path(r"^(?:api|ws|assets)(?:/.*)?$", views.not_found),
    re_path(r"^.*$", views.index, name="index"),
]

handler400 = views.bad_request
handler500 = views.server_error
