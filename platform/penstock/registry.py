"""The kinds of operators and of data sources by name. A kind's name is its address.

`top-n` is the module `transforms/top_n.py`; `kafka-source` is `connectors/kafka/source.py`; data sources of
kind `kafka` are declared in `connectors/kafka/connector.py`. Nothing lists them: the registry reads file
names, and imports a declaration when it is asked for.

Other distributions register a subclass of `Operator` as an entry point of the group `penstock.operators`, or
a subclass of `Connector` in the group `penstock.connectors`, under the name of the kind.
"""

from __future__ import annotations

import importlib
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from penstock.graph.problems import did_you_mean
from penstock.operators.connector import Connector
from penstock.operators.operator import Operator

__all__ = [
    "UnknownKind",
    "catalogue",
    "connector",
    "connector_kinds",
    "connectors",
    "describe",
    "kinds",
    "operator",
]

GROUP, CONNECTORS = "penstock.operators", "penstock.connectors"
ROLES = ("source", "sink", "lookup")
_ROOT = Path(__file__).parent
_DATASOURCE = "datasource:"


class UnknownKind(LookupError):
    """There is no operator or data source of that kind; the text names the nearest one."""


@cache
def kinds() -> tuple[str, ...]:
    """The names of all kinds of operators, sorted."""
    return tuple(sorted({*_modules(), *(point.name for point in entry_points(group=GROUP))}))


@cache
def operator(kind: str) -> Operator:
    """The operator of that kind.

    Raises:
        UnknownKind: There is none of that name.
    """
    if kind not in kinds():
        raise UnknownKind(f"There is no operator of kind {kind!r}.{did_you_mean(kind, kinds())}")
    point = next(iter(entry_points(group=GROUP, name=kind)), None)
    declared: type[Operator] = point.load() if point else importlib.import_module(_modules()[kind]).Kind
    declared.kind = kind
    return declared()


def catalogue() -> tuple[Operator, ...]:
    """Every operator, in the order of their kinds."""
    return tuple(map(operator, kinds()))


@cache
def connector_kinds() -> tuple[str, ...]:
    """The names of all kinds of data sources, sorted."""
    here = (path.parent.name for path in (_ROOT / "connectors").glob("*/connector.py"))
    return tuple(sorted({*here, *(point.name for point in entry_points(group=CONNECTORS))}))


@cache
def connector(kind: str) -> Connector:
    """The connector of the data sources of that kind.

    Raises:
        UnknownKind: There is none of that name.
    """
    if kind not in connector_kinds():
        near = did_you_mean(kind, connector_kinds())
        raise UnknownKind(f"There is no data source of kind {kind!r}.{near}")
    point = next(iter(entry_points(group=CONNECTORS, name=kind)), None)
    declared: type[Connector] = (
        point.load() if point else importlib.import_module(f"penstock.connectors.{kind}.connector").Kind
    )
    declared.kind = kind
    return declared()


def connectors() -> tuple[Connector, ...]:
    """The connector of every kind of data source, in the order of their kinds."""
    return tuple(map(connector, connector_kinds()))


def describe(kind: str) -> dict[str, Any]:
    """The declaration of an operator as JSON, for palette, form and reference page.

    A field that takes a data source of a family (`datasource:jdbc`) lists the family's kinds instead, and so
    do the connectors of an operator that needs one of a family.
    """
    described = operator(kind).describe()
    described["connectors"] = [one for name in described["connectors"] for one in _members(name) or [name]]
    for field in described["params"].get("properties", {}).values():
        family = str(field.get("x-widget", "")).removeprefix(_DATASOURCE)
        if family != field.get("x-widget", ""):
            field["x-widget"] = _DATASOURCE + ",".join(_members(family))
    return described


def _members(family: str) -> list[str]:
    """The kinds of data sources that belong to the family, or that are called so."""
    return [one.kind for one in connectors() if one.belongs_to(family)]


@cache
def _modules() -> dict[str, str]:
    """The module of each operator kind that Penstock brings along."""
    transforms = (p.stem for p in (_ROOT / "transforms").glob("*.py") if p.stem != "__init__")
    found = {name.replace("_", "-"): f"penstock.transforms.{name}" for name in transforms}
    for role in ROLES:
        for path in (_ROOT / "connectors").glob(f"*/{role}.py"):
            technology = path.parent.name
            found[f"{technology.replace('_', '-')}-{role}"] = f"penstock.connectors.{technology}.{role}"
    return found
