"""The database's URL as Django's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from penstock.environment import VariableError


def database_from_url(text: str) -> dict[str, Any]:
    """Django's description of the PostgreSQL database at a `postgresql://` URL.

    Raises:
        VariableError: The text is no such URL.
    """
    url = urlsplit(text)
    if url.scheme not in {"postgresql", "postgres"} or not url.path.strip("/"):
        raise VariableError(
            "PENSTOCK_DATABASE_URL must look like postgresql://user:password@host:5432/database."
        )
    query = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.strip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", "") or url.hostname or "",
        "PORT": str(url.port or ""),
        "OPTIONS": query,
    }
