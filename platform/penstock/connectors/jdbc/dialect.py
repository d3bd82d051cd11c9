"""What every database behind Flink's JDBC connector declares: its URL, and how it treats names."""

from __future__ import annotations

from typing import ClassVar

from penstock.connectors.jdbc.config import DatabaseSettings
from penstock.operators.connector import PASSWORD, Connector
from penstock.operators.connector_config import Secrets, in_url


class JdbcConnector(Connector[DatabaseSettings]):
    """Base of the relational kinds."""

    holds, families = "tables", ("jdbc",)
    summary = "Tables to write to, over JDBC"
    secrets = (PASSWORD,)
    public_options = ("url", "username")
    example_url: ClassVar[str]
    """A URL of the right form that leads nowhere, to plan with."""
    implied_schema: ClassVar[str] = ""
    """The schema that the database assumes for a table's name without one; empty when it has none."""

    def url(self, config: DatabaseSettings) -> str:
        """The JDBC URL, made of the settings and of fixed parameters only.

        Raises:
            NotImplementedError: The connector does not define it.
        """
        raise NotImplementedError

    def connection_options(self, config: DatabaseSettings, secrets: Secrets) -> dict[str, str]:
        """The options of Flink's JDBC connector."""
        return {
            "url": self.url(config),
            "username": config.username,
            "password": secrets.get("password", ""),
        }

    def address(self, config: DatabaseSettings) -> str:
        return f"{in_url(config.host)}:{config.port}/{config.database}"

    def hosts(self, config: DatabaseSettings) -> dict[str, list[str]]:
        return {"host": [config.host]}

    def quote_table(self, name: str) -> str:
        """The value of the connector's option `table-name` for a checked name, `table` or `schema.table`."""
        return ".".join(f'"{part}"' for part in name.split("."))

    def is_reserved(self, name: str) -> bool:
        """Whether the name of a column, which the connector does not quote, is a keyword of the database."""
        return False

    def stored_name(self, name: str) -> str:
        """The column that a statement means which names this one without quotes."""
        return name

    def table_names(self, name: str) -> tuple[str, ...]:
        """Every name under which the table may be registered, the given one first."""
        if not self.implied_schema:
            return (name,)
        prefix = f"{self.implied_schema}."
        return (name, name.removeprefix(prefix) if name.startswith(prefix) else prefix + name)
