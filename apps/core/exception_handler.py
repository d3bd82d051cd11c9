"""Turns every exception of a request into the one error shape."""

from typing import Any

import structlog
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, DataError, IntegrityError, InterfaceError, OperationalError
from django.http import Http404
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from apps.core.errors import ApplicationError, Conflict, Forbidden, Invalid, NotFound, Unavailable
from penstock.graph.problems import ProblemsError

log = structlog.get_logger(__name__)
RETRY_SECONDS = "3"


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: a response for what we know, None (and so a logged 500) for the rest."""
    error = to_application_error(exception)
    if error is None:
        return None
    set_rollback()
    response = Response(error.body(), status=error.status)
    if error.status in {429, 503}:
        response.headers["Retry-After"] = RETRY_SECONDS
    if error.status == 401 and isinstance(exception, exceptions.APIException):
        response.headers["WWW-Authenticate"] = getattr(exception, "auth_header", "Bearer")
    if error.status >= 500:
        log.warning("request error", code=error.code, error=type(exception).__name__, view=_view(context))
    return response


def to_application_error(exception: Exception) -> ApplicationError | None:  # noqa: PLR0911 - one return per exception class
    """The refusal that says what `exception` means, or None when it is a fault of ours."""
    match exception:
        case ApplicationError():
            return exception
        case ProblemsError():
            problems = [problem.to_dict() for problem in exception.problems]
            large = any(problem["code"] == "too-large" for problem in problems)
            return Invalid(str(exception), problems=problems, status=413 if large else 400)
        case Http404() | exceptions.NotFound():
            return NotFound()
        case PermissionDenied():
            return Forbidden("You may not do this.")
        case exceptions.ValidationError():
            fields = flatten_fields(exception.detail)
            return Invalid(summarize(fields), fields=fields)
        case exceptions.APIException():
            code = str(exception.default_code).replace("_", "-")
            return ApplicationError(str(exception.detail), code=code, status=exception.status_code)
        case IntegrityError():
            return constraint_error(exception)
        case DataError() | UnicodeEncodeError():
            return Invalid("The text holds a character that cannot be stored, or a value is out of range.")
        case OperationalError() | InterfaceError():
            return Unavailable("The database does not answer now; please try again in a moment.")
        case BrokerError() | RedisError():
            return Unavailable("The message queue does not answer now; please try again in a moment.")
        case DatabaseError() if "pool" in type(exception.__cause__).__name__.lower():
            return Unavailable("Too many requests at once; please try again in a moment.")
        case RecursionError():
            return Invalid("The request is nested too deeply.")
        case _:
            return None


def constraint_error(exception: IntegrityError) -> ApplicationError | None:
    """The sentence declared with the violated constraint (`violation_error_message`)."""
    diagnosis = getattr(exception.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for model in apps.get_models():
        for declared in model._meta.constraints:
            if declared.name == name:
                return Conflict(str(declared.violation_error_message), code=declared.violation_error_code)
    return None


def flatten_fields(detail: object, path: str = "") -> dict[str, list[str]]:
    """DRF's nested errors as `{"columns.2.type": ["…"]}`."""
    if isinstance(detail, dict):
        pairs = [(str(key), value) for key, value in detail.items()]
    elif isinstance(detail, list) and any(isinstance(item, dict | list) for item in detail):
        pairs = [(str(index), value) for index, value in enumerate(detail) if value]
    else:
        return {
            path or "non_field_errors": [
                str(item) for item in (detail if isinstance(detail, list) else [detail])
            ]
        }
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found |= flatten_fields(value, f"{path}.{key}" if path else key)
    return found


def summarize(fields: dict[str, list[str]]) -> str:
    """One sentence over all wrong fields."""
    parts = [
        text if name == "non_field_errors" else f"{name}: {text}"
        for name, (text, *_) in fields.items()
        if text
    ]
    return " ".join(parts[:5]) or "The request is not valid."


def _view(context: dict[str, Any]) -> str:
    return type(context.get("view")).__name__
