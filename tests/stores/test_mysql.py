"""MySQL as a store, on a real MariaDB."""

import socket
import time
from typing import Any

import pytest

from penstock.connectors.mysql.client import Client
from penstock.connectors.mysql.connector import MysqlConfig
from penstock.network.egress import EgressPolicy
from penstock.network.store_client import StoreError

LOCAL = EgressPolicy(allow_loopback=True)


@pytest.fixture
def ask(mariadb: Any) -> Any:
    def ask(function: Any, *more: Any, password: str | None = None, **changes: Any) -> Any:
        config = MysqlConfig(**{**mariadb.config, **changes})
        secrets = {"password": mariadb.password if password is None else password}
        return function(Client(config, secrets, LOCAL), *more)

    return ask


def test_a_good_connection_says_what_answered(ask: Any) -> None:
    assert ask(Client.test) == "Connected: MariaDB 11.4.5, database shop."


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"password": "wrong"}, "refused the password of the user ann"),
        ({"username": "nobody"}, "refused the password of the user nobody"),
        ({"database": "nowhere"}, "There is no database nowhere|may not use the database nowhere"),
        ({"host": "nowhere.invalid"}, r"The host nowhere\.invalid is unknown"),
        ({"host": "127.0.0.1", "port": 1}, "nothing listens there"),
    ],
)
def test_each_reason_has_its_sentence(ask: Any, changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(StoreError, match=reason):
        ask(Client.test, **changes)


def test_another_server_on_the_port_is_recognised(ask: Any, stack: Any) -> None:
    with pytest.raises(StoreError, match=r"Is it MySQL|does not speak MySQL"):
        ask(Client.test, port=stack.config.ports["postgres"])


def test_a_silent_server_is_given_up_within_five_seconds(ask: Any) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        started = time.monotonic()
        with pytest.raises(StoreError, match="Is it MySQL"):
            ask(Client.test, port=silent.getsockname()[1])
        assert time.monotonic() - started < 5


def test_tables_columns_and_rows(ask: Any, mariadb: Any) -> None:
    mariadb.execute(
        "DROP TABLE IF EXISTS orders, `odd ``name`",
        """CREATE TABLE orders (
            id bigint unsigned PRIMARY KEY, tiny tinyint, flag tinyint(1), small smallint unsigned,
            amount decimal(10,2), name varchar(20), at datetime(3), day date, data blob,
            kind enum('a','b'), size double, made year)""",
        """INSERT INTO orders VALUES (18446744073709551615, 1, 1, 65535, 12.50, 'Zoë',
            '2026-01-02 03:04:05.678', '2026-01-02', x'00ff', 'b', 1.5, 2026)""",
        "CREATE TABLE `odd ``name` (a int)",
    )
    assert ask(Client.names) == ["odd `name", "orders"]
    found = {column["name"]: column for column in ask(Client.columns, "orders")}
    assert {name: column["type"] for name, column in found.items()} == {
        "id": "DECIMAL(20, 0)", "tiny": "TINYINT", "flag": "BOOLEAN", "small": "INT",
        "amount": "DECIMAL(10, 2)", "name": "STRING", "at": "TIMESTAMP(3)", "day": "DATE",
        "data": "BYTES", "kind": "STRING", "size": "DOUBLE", "made": "INT",
    }  # fmt: skip
    assert [name for name, column in found.items() if column["key"]] == ["id"]
    row = ask(Client.sample, "orders", 10)["rows"][0]
    assert (row["id"], row["amount"], row["name"]) == ("18446744073709551615", "12.50", "Zoë")
    assert (row["at"], row["data"]) == ("2026-01-02 03:04:05.678000", "AP8=")
    assert ask(Client.sample, "odd `name", 5)["rows"] == []


def test_a_missing_table_is_named(ask: Any) -> None:
    with pytest.raises(StoreError, match="There is no table nothing`; DROP"):
        ask(Client.sample, "nothing`; DROP TABLE orders", 5)


def test_a_slow_view_is_given_up(ask: Any, mariadb: Any) -> None:
    mariadb.execute("CREATE OR REPLACE VIEW slow AS SELECT SLEEP(60) AS nap")
    started = time.monotonic()
    with pytest.raises(StoreError, match="did not answer within 5 s"):
        ask(Client.sample, "slow", 1)
    assert time.monotonic() - started < 5
