"""Which extra options a person may give: known ones pass, unknown ones warn, unsafe ones are refused.

Unsafe is what names a class, file or address for the cluster to load, or replaces what a data source
guards. Names are compared without regard to case, since drivers do not regard it either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TypeVar

from penstock.graph.problems import Problem, did_you_mean

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class OptionPolicy:
    """Patterns of options, with `*` as wildcard: allowed, rejected, or covered by a field of their own.

    `strict` rejects an unknown option instead of warning.
    """

    allowed: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    own: tuple[tuple[str, str], ...] = ()
    strict: tuple[str, ...] = ()

    def check(self, options: Mapping[str, object], field: str = "options") -> Iterator[Problem]:
        """What is wrong with these options; `field` is the parameter that holds them."""
        for name, value in options.items():
            place = f"{field}.{name}"
            if not name or any(ord(c) < 32 for c in name + str(value)):
                sentence = f"The option {name!r} holds a control character or has no name."
                yield Problem("bad-option", sentence, field=place)
            else:
                yield from self._check(name, place)

    def select(self, options: Mapping[str, Value]) -> dict[str, Value]:
        """Only the options that `check` finds no error in."""
        return {
            name: value
            for name, value in options.items()
            if not any(problem.severity == "error" for problem in self.check({name: value}))
        }

    def _check(self, name: str, place: str) -> Iterator[Problem]:
        key = name.lower()
        owner = next((title for pattern, title in self.own if fnmatchcase(key, pattern)), None)
        if owner:
            yield Problem("own-option", f"The option {name} is set by the field {owner}.", field=place)
        elif _any(key, self.refused):
            sentence = f"The option {name} is not permitted: it could reach beyond this job."
            yield Problem("forbidden-option", sentence, field=place)
        elif not _any(key, self.allowed):
            near = did_you_mean(name, (p for p in self.allowed if "*" not in p))
            if _any(key, self.strict):
                sentence = f"The option {name} is not among the permitted ones.{near}"
                yield Problem("forbidden-option", sentence, field=place)
            else:
                sentence = f"The option {name} is not known; it is passed on as it is.{near}"
                yield Problem("unknown-option", sentence, severity="warning", field=place)


def _any(key: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(key, pattern) for pattern in patterns)


def prefixed(prefix: str, names: str) -> tuple[str, ...]:
    """Each of the names, which spaces separate, with the prefix before it."""
    return tuple(prefix + name for name in names.split())
