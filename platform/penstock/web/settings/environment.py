"""Reads the PENSTOCK_* environment variables; nothing else in the repository does."""

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable `PENSTOCK_<name>`, stripped."""
    return os.environ.get(f"PENSTOCK_{name}", default).strip()


def flag(name: str, default: bool = False) -> bool:
    """A 0/1 variable."""
    value = text(name, "1" if default else "0").lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"PENSTOCK_{name} must be 0 or 1, not “{value}”.")


def number(name: str, default: int) -> int:
    """An integer variable."""
    value = text(name, str(default))
    if not value.isdigit():
        raise ImproperlyConfigured(f"PENSTOCK_{name} must be a whole number, not “{value}”.")
    return int(value)


def items(name: str, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def database(name: str, default: str) -> dict[str, Any]:
    """Django's description of the PostgreSQL database at a `postgresql://` URL."""
    url = urlsplit(text(name, default))
    if url.scheme not in {"postgresql", "postgres"} or not url.path.strip("/"):
        raise ImproperlyConfigured(
            f"PENSTOCK_{name} must look like postgresql://user:password@host:5432/database."
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
