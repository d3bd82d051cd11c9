"""The operator kinds by name. A kind's name is its address.

`top-n` is the module `transforms/top_n.py`; `kafka-source` is `connectors/kafka/source.py`. Nothing lists
them: the registry reads file names, and imports a declaration when it is asked for.

Kinds from other distributions register a subclass of `Operator` as an entry point of the group
`penstock.operators`, under the name of the kind.
"""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path

from penstock.graph.problems import did_you_mean
from penstock.operators.operator import Operator

__all__ = ["UnknownKind", "catalogue", "kinds", "operator"]

GROUP = "penstock.operators"
ROLES = ("source", "sink", "lookup")
_ROOT = Path(__file__).parent


class UnknownKind(LookupError):
    """There is no operator of that kind; the text names the nearest one."""

    def __init__(self, kind: str) -> None:
        super().__init__(f"There is no operator of kind {kind!r}.{did_you_mean(kind, kinds())}")


@cache
def kinds() -> tuple[str, ...]:
    """The names of all kinds, sorted."""
    return tuple(sorted({*_modules(), *(point.name for point in entry_points(group=GROUP))}))


@cache
def operator(kind: str) -> Operator:
    """The operator of that kind.

    Raises:
        UnknownKind: there is none of that name.
    """
    if kind not in kinds():
        raise UnknownKind(kind)
    point = next(iter(entry_points(group=GROUP, name=kind)), None)
    declared: type[Operator] = point.load() if point else importlib.import_module(_modules()[kind]).Kind
    declared.kind = kind
    return declared()


def catalogue() -> tuple[Operator, ...]:
    """Every operator, in the order of their kinds."""
    return tuple(map(operator, kinds()))


@cache
def _modules() -> dict[str, str]:
    """The module of each kind that Penstock brings along."""
    transforms = (p.stem for p in (_ROOT / "transforms").glob("*.py") if p.stem != "__init__")
    found = {name.replace("_", "-"): f"penstock.transforms.{name}" for name in transforms}
    for role in ROLES:
        for path in (_ROOT / "connectors").glob(f"*/{role}.py"):
            technology = path.parent.name
            found[f"{technology.replace('_', '-')}-{role}"] = f"penstock.connectors.{technology}.{role}"
    return found
