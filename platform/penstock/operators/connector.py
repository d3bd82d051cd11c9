"""What every kind of data source is made of: its settings, and the Flink options that they become.

A kind is one package below `penstock.connectors` whose module `connector` has a class `Kind(Connector)`.
From that declaration come the form, the validation and the options of Flink's connector. It opens no
connection: only the package's `client` does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Literal

from typing_extensions import TypeVar

from penstock.operators.connector_config import Secrets, Settings
from penstock.operators.parameters import VisibleWhen

C = TypeVar("C", bound=Settings, default=Any)
"""The kind's own settings, its attribute `Config`."""


class ConnectorError(Exception):
    """Settings or secrets that cannot become options of Flink; the text is a sentence that says why."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret of a connection, such as its password; `when` tells for which settings it is needed."""

    name: str
    title: str
    help: str = ""
    when: VisibleWhen | None = None

    def describe(self) -> dict[str, Any]:
        """The declaration as JSON."""
        described: dict[str, Any] = {"name": self.name, "title": self.title, "help": self.help}
        return {**described, "when": dict(self.when)} if self.when else described


PASSWORD = Secret("password", "Password")


class Connector(Generic[C]):
    """Base of the kinds of data sources. `kind` comes from the package's name."""

    kind: ClassVar[str] = ""
    label: ClassVar[str]
    icon: ClassVar[str]
    summary: ClassVar[str]
    """What one can do with it, in a few words."""
    families: ClassVar[tuple[str, ...]] = ()
    """Further names under which operators accept it: `jdbc` for every database that JDBC reaches."""
    holds: ClassVar[Literal["topics", "tables"]]
    Config: ClassVar[type[Settings]]
    secrets: ClassVar[tuple[Secret, ...]] = ()
    public_options: ClassVar[tuple[str, ...]] = ()
    """Options of the connection whose values are no secrets and may appear in messages."""

    def connection_options(self, config: C, secrets: Secrets) -> Mapping[str, str]:
        """The options with which Flink's connector reaches the store.

        Args:
            config: an instance of `Config`.
            secrets: the values of `secrets` by name; one that is missing was not given.

        Raises:
            ConnectorError: A value cannot be an option.
        """
        raise NotImplementedError

    def address(self, config: C) -> str:
        """Where it leads, in one line for lists.

        Raises:
            NotImplementedError: The connector does not define it.
        """
        raise NotImplementedError

    def hosts(self, config: Any) -> Mapping[str, Sequence[str]]:
        """The hosts that a connection may lead to, by the setting that names them; the policy judges them."""
        raise NotImplementedError

    def belongs_to(self, family: str) -> bool:
        """Whether an operator that takes `family` takes it: by its kind or by one of its families."""
        return family == self.kind or family in self.families

    def describe(self) -> dict[str, Any]:
        """The declaration as JSON, for the form."""
        return {
            "kind": self.kind,
            "label": self.label,
            "icon": self.icon,
            "summary": self.summary,
            "holds": self.holds,
            "families": list(self.families),
            "config": self.Config.model_json_schema(),
            "secrets": [secret.describe() for secret in self.secrets],
        }
