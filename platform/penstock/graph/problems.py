"""The one shape of everything that can be wrong with a graph: what, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from typing import Any, Literal, Self

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, with its place.

    `node` is a node's id and `field` a path into its parameters (`keys.0.left`). Lines and columns count
    from 1 in the user's own text of that field; the end is the last character that belongs to it.
    A problem of the job as a whole has no node; its field, if any, is a path into `settings`.
    """

    code: str
    message: str
    severity: Severity = "error"
    node: str | None = None
    field: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None

    def at(self, node: str | None, field: str | None = None) -> Problem:
        """The same problem, placed on `node` (and on `field`, where the problem names none itself)."""
        return replace(self, node=node, field=self.field or field)

    def to_dict(self) -> dict[str, Any]:
        """The JSON form, with every key present."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """The problem that `to_dict` wrote."""
        return cls(**data)


class ProblemsError(ValueError):
    """Carries the problems that made an operation impossible; its text is their sentences."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(p.message for p in self.problems))


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Those that block the next step; warnings are left out."""
    return [p for p in problems if p.severity == "error"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` Did you mean X?` for the nearest known word, or nothing; to be appended to a sentence."""
    near = get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" Did you mean {near[0]}?" if near else ""
