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
from penstock.local.process import Child
from penstock.local.services.base import Service
from penstock.local.stack_config import Site

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

    def prepare(self, site: Site) -> None:
        """Make the cluster at the first start."""
        cluster = _cluster(site)
        if (cluster / "PG_VERSION").exists():
            return
        # A first start that was interrupted leaves half a cluster, which initdb would refuse.
        shutil.rmtree(cluster, ignore_errors=True)
        making = cluster.with_name("making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        password = making.with_name("password")
        password.write_text(site.secrets["postgres"])
        if self.identity(site)[:1] == ("--as",):
            shutil.chown(making, _NOBODY, _NOBODY)
            shutil.chown(password, _NOBODY, _NOBODY)
        password.chmod(0o600)
        command = [
            *(str(site.installation.postgres_bin / "initdb"), "-D", str(making), "-U", "postgres"),
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
        child = Child(command, site.bare_env(), Path("/"), site.log("initdb"), self.identity(site))
        code = child.wait(self.ready_within)
        child.kill()
        password.unlink()
        if code != 0:
            raise LocalError(f"PostgreSQL's initdb failed:\n{child.tail()}")
        making.rename(cluster)

    def command(self, site: Site) -> list[str]:
        """The server in the foreground, on TCP only."""
        settings = {
            "listen_addresses": HOST,
            "port": str(site.ports["postgres"]),
            "unix_socket_directories": "",
            "max_connections": "200",
            "wal_level": "logical",
            "fsync": "on" if site.durable else "off",
            "synchronous_commit": "on" if site.durable else "off",
            # mmap'd memory goes away with the process, whatever happens to it.
            "shared_memory_type": "mmap",
            "dynamic_shared_memory_type": "mmap",
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        return [str(site.installation.postgres_bin / "postgres"), "-D", str(_cluster(site)), *options]

    def folder(self, site: Site) -> Path:
        """The root: the server changes to its own data folder anyway and may not see ours."""
        del site
        return Path("/")

    def identity(self, site: Site) -> Sequence[str]:
        """PostgreSQL refuses to be root: be nobody if nobody can reach the files, else root in disguise."""
        if os.geteuid() != 0:
            return ()
        if _reachable(site.installation.postgres_bin) and _reachable(site.folder("postgres")):
            return ("--as", str(_NOBODY))
        return ("--unmapped",)

    def ready(self, site: Site, child: Child) -> bool:
        """Whether it lets the superuser in."""
        del child
        try:
            with psycopg.connect(admin_dsn(site), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False

    def finish(self, site: Site) -> None:
        """Make the users and their databases where they are missing."""
        with psycopg.connect(admin_dsn(site), connect_timeout=5, autocommit=True) as connection:
            for name in DATABASES:
                _make_database(connection, name, site.secrets[name])


def admin_dsn(site: Site) -> str:
    """The superuser's way in."""
    return f"postgresql://postgres:{site.secrets['postgres']}@{site.address('postgres')}/postgres"


def _make_database(connection: psycopg.Connection[tuple[object, ...]], name: str, password: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone() is None:
        # CREATEDB so that a test run may make its own database beside the real one.
        role = sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}")
        connection.execute(role.format(sql.Identifier(name), sql.Literal(password)))
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
        owned = sql.SQL("CREATE DATABASE {} OWNER {}")
        connection.execute(owned.format(sql.Identifier(name), sql.Identifier(name)))


def _cluster(site: Site) -> Path:
    return site.folder("postgres") / "cluster"


def _reachable(path: Path) -> bool:
    """Whether a user without any rights of his own can get to this folder."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))
