"""PostgreSQL as a kind of data source: its JDBC URL, and how it treats names."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

from penstock.connectors.jdbc.config import DatabaseSettings
from penstock.connectors.jdbc.dialect import JdbcConnector
from penstock.operators.connector_config import in_url
from penstock.operators.parameters import param

_RESERVED = re.compile(
    "all|analy[sz]e|and|any|array|as|asc|asymmetric|authorization|binary|both|case|cast|check|collate|collation"
    "|column|concurrently|constraint|create|cross|current_(catalog|date|role|schema|time|timestamp|user)"
    "|default|deferrable|desc|distinct|do|else|end|except|false|fetch|for|foreign|freeze|from|full|grant|group"
    "|having|ilike|in|initially|inner|intersect|into|is|isnull|join|lateral|leading|left|like|limit|localtime"
    "|localtimestamp|natural|not|notnull|null|offset|on|only|or|order|outer|overlaps|placing|primary"
    "|references|returning|right|select|session_user|similar|some|symmetric|system_user|table|tablesample"
    "|then|to|trailing|true|union|unique|user|using|variadic|verbose|when|where|window|with",
    re.IGNORECASE,
)


class PostgresqlConfig(DatabaseSettings):
    """A PostgreSQL database."""

    port: int = param("Port", default=5432, ge=1, le=65535)


class Kind(JdbcConnector):
    """A PostgreSQL database."""

    label, icon = "PostgreSQL", "postgresql"
    Config = PostgresqlConfig
    example_url = "jdbc:postgresql://check:5432/check"
    implied_schema = "public"

    def url(self, config: DatabaseSettings) -> str:
        """The URL holds fixed, harmless parameters only."""
        parameters = {
            "sslmode": {"off": "disable"}.get(config.tls, config.tls),
            "connectTimeout": "10",
            "tcpKeepAlive": "true",
            "ApplicationName": "penstock",
        }
        database = quote(config.database, safe="")
        return f"jdbc:postgresql://{in_url(config.host)}:{config.port}/{database}?{urlencode(parameters)}"

    def is_reserved(self, name: str) -> bool:
        return bool(_RESERVED.fullmatch(name))

    def stored_name(self, name: str) -> str:
        return name.lower()
