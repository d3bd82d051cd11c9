"""What every operator kind is made of: ports, typed parameters, and how it becomes SQL.

A kind is one module with a class `Kind(Operator[Params])`. From that declaration come the palette, the form,
the validation, the reference page and the SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Generic

from typing_extensions import TypeVar

from penstock.graph.document import Node, Settings
from penstock.graph.problems import Problem
from penstock.operators.bindings import Bindings, Column
from penstock.operators.connector import Connector
from penstock.operators.parameters import Parameters
from penstock.operators.ports import Ports
from penstock.operators.record_schema import RecordSchema
from penstock.operators.statement import Statement

P = TypeVar("P", bound=Parameters, default=Any)
"""The kind's own parameters, those of its attribute `parameters`."""


@dataclass(frozen=True, slots=True)
class Input:
    """The input of a port: the table or view, its columns if they are known, and its further names.

    `pending`: nothing is connected yet, or the connected node has problems of its own.
    """

    name: str
    columns: tuple[Column, ...] | None = None
    aliases: tuple[str, ...] = ()
    pending: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which it can be read."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Context:
    """What an operator may look at while it is checked and lowered."""

    settings: Settings
    bindings: Bindings
    inputs: Mapping[str, tuple[Input, ...]]
    connectors: Mapping[str, Connector] = field(default_factory=dict)
    """The connector of each data source whose kind is known, by the name of the data source."""

    def connector(self, datasource: str) -> Connector | None:
        """The connector of a data source; None when the source or its kind is unknown."""
        return self.connectors.get(datasource)

    @property
    def input(self) -> Input:
        """What arrives on the only port of an operator with one input."""
        return self.inputs["in"][0]


class Operator(Generic[P]):
    """Base of the kinds. `kind` comes from the module's name: `kafka_source` is `kafka-source`."""

    kind: ClassVar[str] = ""
    label: ClassVar[str]
    group: ClassVar[str]
    icon: ClassVar[str]
    summary: ClassVar[str]
    ports: ClassVar[Ports]
    connectors: ClassVar[tuple[str, ...]] = ()
    example: ClassVar[Mapping[str, Any]]
    """Parameters of a typical use; shown on the reference page and lowered in the snapshot test."""
    docs: ClassVar[str]
    """What the reference page says besides the table of parameters, in Markdown."""

    parameters: ClassVar[type[Parameters]] = Parameters
    must_connect: ClassVar[bool] = False
    """Whether a node that is not between a source and a sink is an error, not just without effect."""
    branch: ClassVar[str | None] = None
    """What coverage calls the one condition of the node's own query, such as `filter`; None for a query that
    the user writes."""

    def check(self, params: P, context: Context) -> Iterator[Problem]:
        """What is wrong beyond the shape of the parameters. The problems need no node."""
        return iter(())

    def columns(self, params: P, context: Context) -> tuple[Column, ...] | None:
        """The output columns, where they can be known without the planner."""
        return None

    def required_connectors(self, params: P, context: Context) -> tuple[str, ...]:
        """The connectors that the job needs for this node."""
        return self.connectors

    def aliases(self, params: P) -> tuple[str, ...]:
        """Names, besides the node's own, of views that lowering makes of the output; unique in a job."""
        return ()

    def check_input_schema(
        self, params: P, context: Context, columns: tuple[Column, ...]
    ) -> Iterator[Problem]:
        """What is wrong with rows of these columns arriving; asked when the planner knows them."""
        return iter(())

    def record_schema(self, params: P, context: Context) -> RecordSchema | None:
        """What a record consists of, for kinds that read a store; tests take such records from data packs."""
        return None

    def lower(self, node: Node, params: P, context: Context) -> Iterator[Statement]:
        """The statements that this node becomes, in order.

        Raises:
            NotImplementedError: The kind does not define it.
        """
        raise NotImplementedError

    def describe(self) -> dict[str, Any]:
        """The declaration as JSON, for palette, form and reference page."""
        return {
            "kind": self.kind,
            "label": self.label,
            "group": self.group,
            "icon": self.icon,
            "summary": self.summary,
            "ports": {
                "inputs": [asdict(p) for p in self.ports.inputs],
                "outputs": [asdict(p) for p in self.ports.outputs],
            },
            "params": self.parameters.model_json_schema(),
            "connectors": list(self.connectors),
            "example": dict(self.example),
            "docs": self.docs,
        }
