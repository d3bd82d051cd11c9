"""MySQL (and what speaks its protocol) as a tenant's store."""

import re
import ssl
from contextlib import closing
from dataclasses import dataclass
from typing import Any, TypeAlias

import pymysql
from pymysql.cursors import DictCursor

from penstock.connectors.mysql.connector import MysqlConfig
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

# Generic for the type checker only.
Connection: TypeAlias = "pymysql.Connection[DictCursor]"


@dataclass(frozen=True)
class Client:
    """A MySQL database under one configuration."""

    config: MysqlConfig
    secrets: Secrets
    policy: EgressPolicy

    def test(self) -> str:
        """Sign in and say what answered.

        Raises:
            StoreError: The server cannot be reached or rejects the user.
        """
        with closing(_connect(self.config, self.secrets, self.policy, Deadline())) as connection:
            version = str(connection.get_server_info())
        product = "MariaDB" if "MariaDB" in version else "MySQL"
        numbers = re.findall(r"\d+\.\d+\.\d+", version)
        # MariaDB puts a MySQL version before its own, for old replicas.
        return f"Connected: {product} {numbers[-1] if numbers else version}, database {self.config.database}."

    def names(self) -> list[str]:
        """Tables and views of the database.

        Raises:
            StoreError: The server cannot be reached or rejects the query.
        """
        query = (
            "SELECT TABLE_NAME AS name FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() "
            "ORDER BY 1 LIMIT %s"
        )
        with closing(_connect(self.config, self.secrets, self.policy, Deadline())) as connection:
            return [row["name"] for row in _ask(connection, query, (MOST_NAMES,))]

    def columns(self, name: str) -> list[ColumnInfo]:
        """The columns of a table with the Flink types that read and write them.

        Raises:
            StoreError: There is no such table, or the server cannot be reached or rejects the query.
        """
        with closing(_connect(self.config, self.secrets, self.policy, Deadline())) as connection:
            return _columns(connection, name, self.config.database)

    def sample(self, name: str, limit: int) -> Sample:
        """Some rows of a table.

        Raises:
            StoreError: There is no such table, or the server cannot be reached or rejects the query.
        """
        with closing(_connect(self.config, self.secrets, self.policy, Deadline())) as connection:
            found = _columns(connection, name, self.config.database)
            # The name is one that the server just listed; a doubled backtick is all that quoting needs.
            quoted = name.replace("`", "``")
            rows = _ask(connection, f"SELECT * FROM `{quoted}` LIMIT %s", (min(limit, MOST_ROWS),))
        return {
            "columns": found,
            "rows": [{key: printable(value) for key, value in row.items()} for row in rows],
        }


def _connect(config: MysqlConfig, secrets: Secrets, policy: EgressPolicy, deadline: Deadline) -> Connection:
    endpoint = reach(config.host, config.port, policy, deadline)
    try:
        connection: Connection = pymysql.connect(
            # The address that was checked: a second look-up could give another one.
            host=endpoint.address,
            port=config.port,
            database=config.database,
            user=config.username,
            password=secrets.get("password", ""),
            charset="utf8mb4",
            cursorclass=DictCursor,
            connect_timeout=max(1, int(deadline.left(4))),
            read_timeout=max(1, int(deadline.left(4))),
            write_timeout=max(1, int(deadline.left(4))),
            local_infile=False,
            **_tls(config),
        )
    except pymysql.Error as problem:
        raise StoreError(_explain(config, problem)) from None
    except (OSError, ValueError, IndexError):
        raise StoreError(
            f"Something answers at {config.host}:{config.port}, but it does not speak MySQL."
        ) from None
    return connection


def _tls(config: MysqlConfig) -> dict[str, Any]:
    if config.tls == "require":
        # Encrypted, but as with JDBC's REQUIRED the server's name isn't proven.
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return {"ssl": context}
    return {"ssl_disabled": True} if config.tls == "off" else {}


def _ask(connection: Connection, query: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())
    except pymysql.Error as problem:
        code, text = _code(problem)
        if code == 2013:
            raise StoreError("The database did not answer within 5 s.") from None
        if code in (1142, 1143):
            raise StoreError(f"The user may not read this: {text}.") from None
        raise StoreError(f"MySQL says: {text}.") from None


def _columns(connection: Connection, name: str, database: str) -> list[ColumnInfo]:
    query = """
        SELECT COLUMN_NAME AS name, DATA_TYPE AS type, COLUMN_TYPE AS full_type,
               IS_NULLABLE = 'YES' AS nullable, COLUMN_KEY = 'PRI' AS is_key,
               NUMERIC_PRECISION AS digits, NUMERIC_SCALE AS scale, DATETIME_PRECISION AS fraction
        FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = %s
        ORDER BY ORDINAL_POSITION
    """
    rows = _ask(connection, query, (name,))
    need_table(rows, name, database)
    return [
        column_info(row["name"], _flink_type(row), nullable=bool(row["nullable"]), key=bool(row["is_key"]))
        for row in rows
    ]


_TYPES = {
    "tinyint": "TINYINT", "smallint": "SMALLINT", "mediumint": "INT", "int": "INT", "bigint": "BIGINT",
    "year": "INT", "float": "FLOAT", "double": "DOUBLE", "date": "DATE", "time": "TIME(0)",
    "binary": "BYTES", "varbinary": "BYTES", "tinyblob": "BYTES", "blob": "BYTES", "mediumblob": "BYTES",
    "longblob": "BYTES",
}  # fmt: skip
# Flink knows no unsigned numbers: the next larger type holds them all.
_UNSIGNED = {
    "tinyint": "SMALLINT",
    "smallint": "INT",
    "mediumint": "INT",
    "int": "BIGINT",
    "bigint": "DECIMAL(20, 0)",
}


def _flink_type(row: dict[str, Any]) -> str:
    base, full = str(row["type"]).lower(), str(row["full_type"]).lower()
    if full.startswith("tinyint(1)") or full == "bit(1)":
        return "BOOLEAN"
    if "unsigned" in full and base in _UNSIGNED:
        return _UNSIGNED[base]
    if base == "decimal":
        digits, scale = int(row["digits"] or 10), int(row["scale"] or 0)
        return f"DECIMAL({digits}, {scale})" if digits <= 38 else "DECIMAL(38, 18)"
    if base in ("datetime", "timestamp"):
        return f"TIMESTAMP({int(row['fraction'] or 0)})"
    return "BYTES" if base == "bit" else _TYPES.get(base, "STRING")


def _explain(config: MysqlConfig, problem: pymysql.Error) -> str:
    at = f"{config.host}:{config.port}"
    code, text = _code(problem)
    sentences = {
        1045: f"MySQL at {at} refused the password of the user {config.username}.",
        1698: f"MySQL at {at} refused the password of the user {config.username}.",
        1049: f"There is no database {config.database} at {at}.",
        1044: f"The user {config.username} may not use the database {config.database}.",
        1040: f"MySQL at {at} has no connection free.",
        1130: f"MySQL at {at} does not let anybody in from here.",
        2026: f"MySQL at {at} offers no encryption. Choose “off” or “prefer”, or set up TLS on the server.",
        3159: f"MySQL at {at} lets only encrypted connections in. Choose “require”.",
    }
    if code in sentences:
        return sentences[code]
    if "SSL" in text:
        return sentences[2026]
    if code in (2003, 2013):
        return f"{at} accepted the connection but did not answer as MySQL does. Is it MySQL?"
    return f"MySQL at {at} refused the connection: {text}."


def _code(problem: pymysql.Error) -> tuple[int, str]:
    code = problem.args[0] if problem.args and isinstance(problem.args[0], int) else 0
    return code, str(problem.args[-1]).rstrip(".") if problem.args else type(problem).__name__
