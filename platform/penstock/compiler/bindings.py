"""Bindings as the compiler takes them, and reading them from a document."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from penstock.graph.problems import Problem, ProblemsError
from penstock.operators.bindings import Bindings, Column, DataSource, Table

__all__ = ["Bindings", "BindingsError", "Column", "DataSource", "Table", "load"]


class BindingsError(ProblemsError):
    """The document is no bindings; `problems` says why."""


def load(source: dict[str, Any] | str | bytes) -> Bindings:
    """Read a bindings document; raises `BindingsError` naming each wrong place."""
    try:
        data = json.loads(source) if isinstance(source, str | bytes) else source
        return Bindings.model_validate(data)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)
    except (ValueError, RecursionError) as error:
        raise BindingsError([Problem("bad-bindings", f"The bindings are not valid JSON: {error}.")]) from None
    raise BindingsError(_problem(".".join(map(str, e["loc"])), e["msg"]) for e in found)


def _problem(place: str, message: str) -> Problem:
    return Problem("bad-bindings", f"Bindings, {place or 'as a whole'}: {message}.", field=place or None)
