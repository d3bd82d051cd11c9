"""PostgreSQL 18: the control plane's database, and beside it the demo's warehouse."""

import os
import shutil
import signal
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from penstock.local.errors import LocalError
from penstock.local.ports import HOST
from penstock.local.process import ChildProcess
from penstock.local.services.base import Service
from penstock.local.stack_config import StackConfig

# Users and the databases they own; their passwords are the site's secrets of the same names.
DATABASES = ("penstock", "warehouse")
_NOBODY = 65534


class Postgres(Service):
    """One server with a database per owner. SIGINT is PostgreSQL's fast, clean shutdown."""

    name = "postgres"
    stop_signal = signal.SIGINT

    @property
    def ports(self) -> tuple[str, ...]:
        """The one port."""
        return ("postgres",)

    def prepare(self, config: StackConfig) -> None:
        """Create the cluster at the first start.

        Raises:
            LocalError: `initdb` failed.
        """
        cluster = _cluster_folder(config)
        if (cluster / "PG_VERSION").exists():
            return
        # A first start that was interrupted leaves half a cluster, which initdb would refuse.
        shutil.rmtree(cluster, ignore_errors=True)
        new = cluster.with_name("new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True)
        password = new.with_name("password")
        password.write_text(config.secrets["postgres"])
        if self.launcher_options(config)[:1] == ("--as",):
            shutil.chown(new, _NOBODY, _NOBODY)
            shutil.chown(password, _NOBODY, _NOBODY)
        password.chmod(0o600)
        command = [
            *(str(config.installation.postgres_bin / "initdb"), "-D", str(new), "-U", "postgres"),
            *(
                "-A",
                "scram-sha-256",
                "--pwfile",
                str(password),
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ),
        ]
        child = ChildProcess(
            command, config.minimal_env(), Path("/"), config.log("initdb"), self.launcher_options(config)
        )
        code = child.wait(self.ready_timeout)
        child.kill()
        password.unlink()
        if code != 0:
            raise LocalError(f"PostgreSQL's initdb failed:\n{child.tail()}")
        new.rename(cluster)

    def command(self, config: StackConfig) -> list[str]:
        """The server in the foreground, on TCP only."""
        settings = {
            "listen_addresses": HOST,
            "port": str(config.ports["postgres"]),
            "unix_socket_directories": "",
            "max_connections": "200",
            "wal_level": "logical",
            "fsync": "on" if config.durable else "off",
            "synchronous_commit": "on" if config.durable else "off",
            # mmap'd memory goes away with the process, whatever happens to it.
            "shared_memory_type": "mmap",
            "dynamic_shared_memory_type": "mmap",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [
            str(config.installation.postgres_bin / "postgres"),
            "-D",
            str(_cluster_folder(config)),
            *options,
        ]

    def folder(self, config: StackConfig) -> Path:
        """The root folder: the server changes to its data folder and may not have access to ours."""
        del config
        return Path("/")

    def launcher_options(self, config: StackConfig) -> Sequence[str]:
        """Avoid root, which PostgreSQL rejects: `nobody` if it can read the files, else a namespace."""
        if os.geteuid() != 0:
            return ()
        if _is_world_accessible(config.installation.postgres_bin) and _is_world_accessible(
            config.folder("postgres")
        ):
            return ("--as", str(_NOBODY))
        return ("--unmapped",)

    def is_ready(self, config: StackConfig, child: ChildProcess) -> bool:
        """Whether the superuser can connect."""
        del child
        try:
            with psycopg.connect(admin_dsn(config), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def post_start(self, config: StackConfig) -> None:
        """Create the missing users and databases."""
        with psycopg.connect(admin_dsn(config), connect_timeout=5, autocommit=True) as connection:
            for name in DATABASES:
                _create_database(connection, name, config.secrets[name])


def admin_dsn(config: StackConfig) -> str:
    """The superuser's connection string."""
    return f"postgresql://postgres:{config.secrets['postgres']}@{config.address('postgres')}/postgres"


def _create_database(connection: psycopg.Connection[tuple[object, ...]], name: str, password: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
        # CREATEDB so that a test run may make its own database beside the real one.
        role = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
        connection.execute(role.format(sql.Identifier(name), sql.Literal(password)))
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        owned = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(owned.format(sql.Identifier(name), sql.Identifier(name)))


def _cluster_folder(config: StackConfig) -> Path:
    return config.folder("postgres") / "cluster"


def _is_world_accessible(path: Path) -> bool:
    """Whether any user can read this folder."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))
