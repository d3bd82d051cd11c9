"""What a refusal is: one family of exceptions and one shape of answer.

Services raise these; `apps.core.exception_handler` turns them, and what libraries raise, into
`{"error": {"code", "message", "problems", "fields"}}`.
"""

from collections.abc import Mapping, Sequence
from typing import Any


class ApplicationError(Exception):
    """A request that is not done, with a sentence that a person can act on."""

    status = 400
    code = "refused"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        fields: Mapping[str, Sequence[str]] | None = None,
        problems: Sequence[Mapping[str, Any]] = (),
        status: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code
        self.status = status or self.status
        self.fields = {name: list(texts) for name, texts in (fields or {}).items()}
        self.problems = [dict(problem) for problem in problems]

    def body(self) -> dict[str, Any]:
        """The JSON answer."""
        return body(self.code, self.message, problems=self.problems, fields=self.fields)


class Invalid(ApplicationError):
    """The input is wrong (400)."""

    code = "invalid"

    @classmethod
    def field(cls, name: str, message: str) -> "Invalid":
        """One field is wrong."""
        return cls(message, fields={name: [message]})


class Forbidden(ApplicationError):
    """The actor sees the thing but may not do this to it (403)."""

    status = 403
    code = "forbidden"


class NotFound(ApplicationError):
    """Unknown to this actor; foreign and missing things get the very same answer (404)."""

    status = 404
    code = "not-found"

    def __init__(self) -> None:
        super().__init__("There is nothing with this id, or you have no access to it.")


class Conflict(ApplicationError):
    """True once, but no longer: somebody else was faster, or the state forbids it (409)."""

    status = 409
    code = "conflict"


class TooLarge(ApplicationError):
    """More than we take (413)."""

    status = 413
    code = "too-large"


class TooMany(ApplicationError):
    """Too many tries (429)."""

    status = 429
    code = "too-many-requests"


class Unavailable(ApplicationError):
    """Something that we depend on doesn't answer now; trying again later is right (503)."""

    status = 503
    code = "unavailable"


def body(
    code: str,
    message: str,
    *,
    problems: Sequence[Mapping[str, Any]] = (),
    fields: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, Any]:
    """The one shape of every error answer."""
    return {
        "error": {"code": code, "message": message, "problems": list(problems), "fields": dict(fields or {})}
    }
