"""The settings that the relational kinds share."""

from typing import Literal

from penstock.operators.connector_config import Host, Name, Settings
from penstock.operators.parameters import param


class DatabaseSettings(Settings):
    """Where the database is and which user signs in. The JDBC URL is made of this and of nothing else."""

    host: Host = param(
        "Host", "Name or address of the server.", min_length=1, max_length=253, placeholder="db.example.org"
    )
    port: int = param("Port", ge=1, le=65535)
    database: Name = param("Database", min_length=1, max_length=63, placeholder="shop")
    username: Name = param("User name", min_length=1, max_length=128)
    tls: Literal["prefer", "require", "off"] = param(
        "Encryption",
        "“When possible” encrypts if the server can.",
        default="prefer",
        advanced=True,
        labels={"prefer": "When possible", "require": "Required", "off": "Off"},
    )
