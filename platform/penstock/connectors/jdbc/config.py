"""What the relational kinds share: their settings and how a table is named."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from penstock.network.egress import host_name
from penstock.network.store_client import Settings, StoreError

SECRETS = ("password",)


def plain(text: str) -> str:
    """The text, refused when it holds control characters."""
    if any(ord(character) < 32 or ord(character) == 127 for character in text):
        raise ValueError("Control characters are not allowed here")
    return text


Host = Annotated[str, AfterValidator(host_name)]
Name = Annotated[str, AfterValidator(plain)]


class DatabaseSettings(Settings):
    """Where the database is and who asks. The JDBC URL is made of this and of nothing else."""

    host: Host = Field(title="Host", min_length=1, max_length=253)
    port: int = Field(title="Port", ge=1, le=65535)
    database: Name = Field(title="Database", min_length=1, max_length=63)
    username: Name = Field(title="User name", min_length=1, max_length=128)
    tls: Literal["prefer", "require", "off"] = Field(
        "prefer", title="Encryption", description="`prefer` encrypts when the server can."
    )


def need_table(found: object, name: str, database: str) -> None:
    """Refuse when nothing was found."""
    if not found:
        raise StoreError(f"There is no table {name} in the database {database}, or the user may not see it.")
