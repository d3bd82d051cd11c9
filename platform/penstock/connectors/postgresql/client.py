"""PostgreSQL as a tenant's store."""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import errors, sql
from psycopg.rows import dict_row

from penstock.connectors.postgresql.connector import PostgresqlConfig
from penstock.network.egress import EgressPolicy, reach
from penstock.network.store_client import (
    MOST_NAMES,
    MOST_ROWS,
    Deadline,
    Sample,
    StoreError,
    need_table,
)
from penstock.operators.connector_config import Secrets
from penstock.sql.json_values import printable
from penstock.sql.type_inference import ColumnInfo, column_info

Connection = psycopg.Connection[dict[str, Any]]


@dataclass(frozen=True)
class Client:
    """A PostgreSQL database under one configuration."""

    config: PostgresqlConfig
    secrets: Secrets
    policy: EgressPolicy

    def test(self) -> str:
        """Sign in and say what answered.

        Raises:
            StoreError: The server cannot be reached or rejects the user.
        """
        deadline = Deadline()
        with _connect(self.config, self.secrets, self.policy, deadline) as connection:
            version = connection.info.server_version
        return f"Connected: PostgreSQL {version // 10000}.{version % 10000}, database {self.config.database}."

    def names(self) -> list[str]:
        """Tables and views; those outside the schema `public` with their schema before a dot.

        Raises:
            StoreError: The server cannot be reached or rejects the query.
        """
        query = """
            SELECT n.nspname AS schema, c.relname AS name
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%%'
              AND has_schema_privilege(n.oid, 'USAGE')
            ORDER BY n.nspname <> 'public', 1, 2 LIMIT %s
        """
        with _connect(self.config, self.secrets, self.policy, Deadline()) as connection:
            rows = _ask(connection, query, [MOST_NAMES])
        return [
            row["name"] if row["schema"] == "public" else f"{row['schema']}.{row['name']}" for row in rows
        ]

    def columns(self, name: str) -> list[ColumnInfo]:
        """The columns of a table with the Flink types that read and write them.

        Raises:
            StoreError: There is no such table, or the server cannot be reached or rejects the query.
        """
        with _connect(self.config, self.secrets, self.policy, Deadline()) as connection:
            return _columns(connection, name, self.config.database)

    def sample(self, name: str, limit: int) -> Sample:
        """Some rows of a table.

        Raises:
            StoreError: There is no such table, or the server cannot be reached or rejects the query.
        """
        with _connect(self.config, self.secrets, self.policy, Deadline()) as connection:
            found = _columns(connection, name, self.config.database)
            schema, table = _split(name)
            query = sql.SQL("SELECT * FROM {} LIMIT %s").format(sql.Identifier(schema, table))
            rows = _ask(connection, query, [min(limit, MOST_ROWS)])
        return {
            "columns": found,
            "rows": [{key: printable(value) for key, value in row.items()} for row in rows],
        }


def _connect(
    config: PostgresqlConfig, secrets: Secrets, policy: EgressPolicy, deadline: Deadline
) -> Connection:
    endpoint = reach(config.host, config.port, policy, deadline)
    try:
        connection = psycopg.connect(
            host=config.host,
            # The address that was checked: a second look-up could give another one.
            hostaddr=endpoint.address,
            port=config.port,
            dbname=config.database,
            user=config.username,
            password=secrets.get("password", ""),
            sslmode={"off": "disable"}.get(config.tls, config.tls),
            connect_timeout=max(2, round(deadline.left(4))),
            application_name="penstock",
            row_factory=dict_row,
            # libpq would else look for these in the home of the user that the server runs as.
            passfile="/dev/null",
            sslcert="",
            gssencmode="disable",
        )
    except psycopg.Error as problem:
        raise StoreError(_explain(config, str(problem))) from None
    try:
        connection.read_only = True
        connection.execute(
            sql.SQL("SET statement_timeout = {}").format(sql.Literal(int(deadline.left(4) * 1000)))
        )
    except psycopg.Error as problem:
        connection.close()
        raise StoreError(_sentence(problem)) from None
    return connection


def _ask(connection: Connection, query: str | sql.Composed, values: list[Any]) -> list[dict[str, Any]]:
    try:
        return connection.execute(query, values).fetchall()
    except errors.QueryCanceled:
        raise StoreError("The database did not answer within 5 s.") from None
    except errors.InsufficientPrivilege as problem:
        raise StoreError(f"The user may not read this: {_sentence(problem)}") from None
    except psycopg.Error as problem:
        raise StoreError(_sentence(problem)) from None


def _columns(connection: Connection, name: str, database: str) -> list[ColumnInfo]:
    query = """
        SELECT a.attname AS name, a.atttypmod AS modifier, a.attnotnull AS required, t.typname AS type,
               e.typname AS element, COALESCE(a.attnum = ANY (k.conkey), false) AS key
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
        LEFT JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype = 'p'
        WHERE n.nspname = %s AND c.relname = %s ORDER BY a.attnum
    """
    rows = _ask(connection, query, list(_split(name)))
    need_table(rows, name, database)
    return [
        column_info(row["name"], _flink_type(row), nullable=not row["required"], key=row["key"])
        for row in rows
    ]


def _qualified(schema: str, table: str) -> str:
    return table if schema == "public" else f"{schema}.{table}"


def _split(name: str) -> tuple[str, str]:
    schema, dot, table = name.partition(".")
    return (schema, table) if dot else ("public", name)


_TYPES = {
    "bool": "BOOLEAN", "int2": "SMALLINT", "int4": "INT", "int8": "BIGINT", "float4": "FLOAT",
    "float8": "DOUBLE", "date": "DATE", "time": "TIME(0)", "bytea": "BYTES",
}  # fmt: skip


def _flink_type(row: dict[str, Any]) -> str:
    modifier: int = row["modifier"]
    if row["element"]:
        return f"ARRAY<{_scalar(row['element'], modifier)}>"
    return _scalar(row["type"], modifier)


def _scalar(type: str, modifier: int) -> str:
    if type == "numeric":
        precision, scale = ((modifier - 4) >> 16, (modifier - 4) & 0xFFFF) if modifier >= 4 else (0, 0)
        # PostgreSQL's numbers may be longer than any that Flink knows.
        return (
            f"DECIMAL({precision}, {scale})"
            if 0 < precision <= 38 and scale <= precision
            else "DECIMAL(38, 18)"
        )
    if type in ("timestamp", "timestamptz"):
        return f"TIMESTAMP({modifier if 0 <= modifier <= 6 else 6})"
    return _TYPES.get(type, "STRING")


def _explain(config: PostgresqlConfig, text: str) -> str:
    """The reason for a refused connection. libpq gives no code here, only a text."""
    at = f"{config.host}:{config.port}"
    if "authentication failed" in text or "no password supplied" in text:
        return f"PostgreSQL at {at} refused the password of the user {config.username}."
    if "does not exist" in text and "database" in text:
        return f"There is no database {config.database} at {at}."
    if "does not exist" in text and "role" in text:
        return f"There is no user {config.username} at {at}."
    if "does not support SSL" in text or "not support SSL" in text:
        return (
            f"PostgreSQL at {at} offers no encryption. Choose “off” or “prefer”, or set up TLS on the server."
        )
    if "pg_hba.conf" in text:
        return f"PostgreSQL at {at} does not let {config.username} in from here (pg_hba.conf)."
    if "permission denied for database" in text:
        return f"The user {config.username} may not connect to the database {config.database}."
    if "too many" in text:
        return f"PostgreSQL at {at} has no connection free."
    if "timeout" in text:
        return f"{at} accepted the connection but did not answer in time. Is it PostgreSQL?"
    if "closed the connection" in text or "invalid response" in text or "unsupported frontend" in text:
        return f"Something answers at {at}, but it does not speak PostgreSQL."
    return f"PostgreSQL at {at} refused the connection: {text.strip().splitlines()[-1]}"


def _sentence(problem: psycopg.Error) -> str:
    text = problem.diag.message_primary or str(problem).strip() or type(problem).__name__
    return f"PostgreSQL says: {text}."
