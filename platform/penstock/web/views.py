"""The front end's index page, and JSON responses where Django would send HTML."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import ensure_csrf_cookie

from apps.core.errors import body


@never_cache
@ensure_csrf_cookie
def index(request: HttpRequest) -> HttpResponse:
    """The built front end's index page; before it is built, a page that says how to build it."""
    try:
        template = get_template("index.html")
    except TemplateDoesNotExist:
        return HttpResponse(get_template("frontend_missing.html").render({}, request), status=503)
    return HttpResponse(template.render({}, request))


def health(_: HttpRequest) -> HttpResponse:
    """Liveness: the process responds. It doesn't cover the stores: a restart would not repair them."""
    return JsonResponse({"ok": True})


def not_found(_: HttpRequest, **__: str) -> HttpResponse:
    """The response for an unknown path under /api/."""
    return JsonResponse(body("not-found", "There is nothing at this address."), status=404)


def csrf_failure(_: HttpRequest, reason: str = "") -> HttpResponse:
    """The response for a request without a valid CSRF token."""
    message = "The request did not carry this page's security token: reload the page and try again."
    return JsonResponse(body("csrf", message), status=403, headers={"X-Reason": reason.split(".")[0][:80]})


def server_error(_: HttpRequest) -> HttpResponse:
    """The response for an unhandled exception; details are in the log."""
    return JsonResponse(body("internal", "Something went wrong on our side; it has been logged."), status=500)


def bad_request(_: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """The response for a request that Django rejects before any view (wrong host, broken header)."""
    return JsonResponse(body("bad-request", "The request could not be understood."), status=400)
