"""The operator kinds. A kind's name is its address: `kafka-source` is the module `kafka_source`.

Kinds from other distributions register a subclass of `Operator` as entry point in the group
`penstock.operators`, under the name of the kind.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from importlib.metadata import entry_points
from types import ModuleType

from penstock.graph.problems import did_you_mean
from penstock.operators.base import Operator

__all__ = ["Operator", "UnknownKind", "catalogue", "kinds", "operator"]

GROUP = "penstock.operators"


class UnknownKind(LookupError):
    """There is no operator of that kind; the text names the nearest one."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no operator of kind {kind!r}.{did_you_mean(kind, kinds())}")


@cache
def kinds() -> tuple[str, ...]:
    """The names of all kinds, sorted."""
    own = (module.name for module in pkgutil.iter_modules(__path__) if not module.ispkg)
    found = {name.replace("_", "-") for name in own if hasattr(_module(name), "Kind")}
    return tuple(sorted(found | {point.name for point in entry_points(group=GROUP)}))


@cache
def operator(kind: str) -> Operator:
    """The operator of that kind; raises `UnknownKind`."""
    if kind not in kinds():
        raise UnknownKind(kind)
    point = next(iter(entry_points(group=GROUP, name=kind)), None)
    made: Operator = point.load()() if point else _module(kind.replace("-", "_")).Kind()
    type(made).kind = kind
    return made


def catalogue() -> tuple[Operator, ...]:
    """Every operator, in the order of their kinds."""
    return tuple(map(operator, kinds()))


@cache
def _module(name: str) -> ModuleType:
    return importlib.import_module(f"{__name__}.{name}")
