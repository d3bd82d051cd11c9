"""The URL configuration: each app's URLs under /api/; all other paths belong to the front end."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from apps.core.app_config import url_modules
from penstock.web import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", views.health),
    *(path("api/", include(module)) for module in url_modules()),
    path("api/openapi.json", SpectacularJSONAPIView.as_view(), name="openapi"),
    re_path(r"^(?:api|ws|assets)(?:/.*)?$", views.not_found),
    re_path(r"^.*$", views.index, name="index"),
]

handler400 = views.bad_request
handler500 = views.server_error
