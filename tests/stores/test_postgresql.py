"""PostgreSQL as a store, on the real server."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from penstock.connectors.postgresql.client import Client
from penstock.connectors.postgresql.connector import PostgresqlConfig
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import StoreError

LOCAL = EgressPolicy(allow_loopback=True)


@pytest.fixture(scope="module")
def connection(warehouse: Any) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(
        host=warehouse.host,
        port=warehouse.port,
        dbname=warehouse.database,
        user=warehouse.username,
        password=warehouse.password,
        autocommit=True,
    ) as connection:
        yield connection


@pytest.fixture
def ask(warehouse: Any) -> Any:
    def ask(function: Any, *more: Any, password: str | None = None, **changes: Any) -> Any:
        config = PostgresqlConfig(**{**warehouse.config, **changes})
        secrets = {"password": warehouse.password if password is None else password}
        return function(Client(config, secrets, LOCAL), *more)

    return ask


def test_a_good_connection_says_what_answered(ask: Any) -> None:
    assert ask(Client.test).startswith("Connected: PostgreSQL 18.")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"password": "wrong"}, "refused the password of the user warehouse"),
        ({"password": ""}, "refused the password"),
        ({"username": "nobody"}, "refused the password of the user nobody|There is no user nobody"),
        ({"database": "nowhere"}, "There is no database nowhere"),
        ({"host": "nowhere.invalid"}, r"The host nowhere\.invalid is unknown"),
        ({"tls": "require"}, "offers no encryption"),
    ],
)
def test_each_reason_has_its_sentence(ask: Any, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(StoreError, match=reason):
        ask(Client.test, **changes)


def test_a_closed_port_has_its_sentence(ask: Any) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(StoreError, match="nothing listens there"):
            ask(Client.test, port=bound.getsockname()[1])


def test_a_silent_server_is_given_up_within_five_seconds(ask: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started = time.monotonic()
        with pytest.raises(StoreError, match="did not answer in time"):
            ask(Client.test, port=silent.getsockname()[1])
        assert time.monotonic() - started < 5


def test_something_else_on_the_port_is_recognised(ask: Any) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()

        def talk() -> None:
            for _ in range(3):
                try:
                    peer = other.accept()[0]
                except OSError:
                    return
                with peer:
                    peer.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        threading.Thread(target=talk, daemon=True).start()
        with pytest.raises(StoreError, match="does not speak PostgreSQL"):
            ask(Client.test, port=other.getsockname()[1])


def test_loopback_is_refused_where_the_installation_does_not_allow_it(warehouse: Any) -> None:
    config = PostgresqlConfig(**warehouse.config)
    with pytest.raises(StoreError, match="may not use here"):
        Client(config, {"password": warehouse.password}, EgressPolicy()).test()


ODD = 'odd "name"'
TABLES = """
    DROP SCHEMA IF EXISTS sales CASCADE;
    CREATE SCHEMA sales;
    DROP TABLE IF EXISTS "odd ""name\""";
    CREATE TABLE "odd ""name\""" (a int);
    CREATE TABLE sales.orders (
        id bigint PRIMARY KEY, small smallint, ok boolean NOT NULL, amount numeric(10, 2), big numeric,
        name varchar(20), at timestamp(3), at_zone timestamptz, day date, data bytea, tags text[],
        doc jsonb, r real
    );
    INSERT INTO sales.orders VALUES (
        9007199254740993, 1, true, 12.50, 1e30, 'Zoë', '2026-01-02 03:04:05.678',
        '2026-01-02 03:04:05+00', '2026-01-02', '\\x00ff', '{a,b}', '{"k": 1}', 1.5
    )
"""


def test_tables_columns_and_rows(ask: Any, connection: psycopg.Connection[Any]) -> None:
    connection.execute(TABLES)
    assert {"sales.orders", ODD} <= set(ask(Client.names))
    found = {column["name"]: column for column in ask(Client.columns, "sales.orders")}
    assert {name: column["type"] for name, column in found.items()} == {
        "id": "BIGINT", "small": "SMALLINT", "ok": "BOOLEAN", "amount": "DECIMAL(10, 2)",
        "big": "DECIMAL(38, 18)", "name": "STRING", "at": "TIMESTAMP(3)", "at_zone": "TIMESTAMP(6)",
        "day": "DATE", "data": "BYTES", "tags": "ARRAY<STRING>", "doc": "STRING", "r": "FLOAT",
    }  # fmt: skip
    assert [name for name, column in found.items() if column["key"]] == ["id"]
    assert [name for name, column in found.items() if not column["nullable"]] == ["id", "ok"]
    row = ask(Client.sample, "sales.orders", 10)["rows"][0]
    assert row["id"] == "9007199254740993"
    assert (row["amount"], row["name"], row["at"]) == ("12.50", "Zoë", "2026-01-02 03:04:05.678000")
    assert (row["data"], row["tags"], row["doc"]) == ("AP8=", ["a", "b"], {"k": 1})
    assert ask(Client.sample, ODD, 5)["rows"] == []


def test_a_missing_table_is_named(ask: Any) -> None:
    for function, more in ((Client.columns, []), (Client.sample, [5])):
        with pytest.raises(StoreError, match="There is no table nothing; DROP"):
            ask(function, "nothing; DROP TABLE orders", *more)


def test_the_limit_holds_and_a_slow_view_is_given_up(ask: Any, connection: psycopg.Connection[Any]) -> None:
    connection.execute("CREATE OR REPLACE VIEW many AS SELECT n FROM generate_series(1, 1000) n")
    connection.execute("CREATE OR REPLACE VIEW slow AS SELECT pg_sleep(60)::text AS nap")
    assert len(ask(Client.sample, "many", 7)["rows"]) == 7
    assert len(ask(Client.sample, "many", 100_000)["rows"]) == 100
    started = time.monotonic()
    with pytest.raises(StoreError, match="did not answer within 5 s"):
        ask(Client.sample, "slow", 1)
    assert time.monotonic() - started < 5


def test_a_table_that_the_user_may_not_read(ask: Any, stack: Any) -> None:
    secret = stack.config.secrets["postgres"]
    port = stack.config.ports["postgres"]
    with psycopg.connect(
        host="127.0.0.1", port=port, user="postgres", password=secret, dbname="warehouse"
    ) as admin:
        admin.execute("CREATE TABLE IF NOT EXISTS public.locked (a int)")
        admin.execute("REVOKE ALL ON public.locked FROM PUBLIC")
    with pytest.raises(StoreError, match="may not read this"):
        ask(Client.sample, "locked", 1)
