"""MySQL as a kind of data source: its JDBC URL, and how it treats names."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from penstock.connectors.jdbc.config import DatabaseSettings
from penstock.connectors.jdbc.dialect import JdbcConnector
from penstock.operators.connector_config import in_url
from penstock.operators.parameters import param


class MysqlConfig(DatabaseSettings):
    """A MySQL database."""

    port: int = param("Port", default=3306, ge=1, le=65535)


class Kind(JdbcConnector):
    """A MySQL database."""

    label, icon = "MySQL", "mysql"
    Config = MysqlConfig
    example_url = "jdbc:mysql://check:3306/check"

    def url(self, config: DatabaseSettings) -> str:
        """The JDBC URL. Its parameters are fixed: others let a server run code or read files here."""
        parameters = {
            "sslMode": {"off": "DISABLED", "prefer": "PREFERRED", "require": "REQUIRED"}[config.tls],
            "connectTimeout": "10000",
            "characterEncoding": "UTF-8",
            "allowLoadLocalInfile": "false",
            "allowUrlInLocalInfile": "false",
            "autoDeserialize": "false",
            "allowMultiQueries": "false",
            "rewriteBatchedStatements": "true",
        }
        database = quote(config.database, safe="")
        return f"jdbc:mysql://{in_url(config.host)}:{config.port}/{database}?{urlencode(parameters)}"

    def quote_table(self, name: str) -> str:
        """Flink's connector puts backticks around the whole; between database and table they go here."""
        return name.replace(".", "`.`")
